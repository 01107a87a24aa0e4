"""Short forms of names, 'Mr. Xi', 'Holm', 'President Biden': whom each means in its document, or the candidates."""

import re
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from communique.annotate.bodies import rule_of
from communique.annotate.names import Hit
from communique.annotate.parse import Sentence
from communique.annotate.people import PARTICLES, People, Person
from communique.annotate.reading import Reading
from communique.annotate.titles import Title, honorific_before, office_words, title_of
from communique.model.actor import Actor, Mention, Reason
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# Shorter surnames (Li, Kim, Wong) are words and names of many.
DISTINCTIVE = 5

SUBJECT = 4


class Clues(NamedTuple):
    """What stands around a short form: a gender from its honorific, a title, whether there is an honorific, whether it is tagged a person or
    does something as nobody's name but a person's would."""

    gender: str
    title: Title | None
    honorific: bool
    personal: bool


def short_forms(reading: Reading, people: People, hits: list[Hit]) -> Iterator[Mention]:
    """'Mr. Xi', 'Holm', 'President Biden': whom they mean in this document, or the candidates."""
    words = reading.knowledge.languages["en"].words
    for sentence in reading.sentences:
        for token in sentence.tokens():
            if not token.text[:1].isupper():
                continue
            place = whole_word(reading.text, sentence.place(token))
            text = place.of(reading.text)
            rule = rule_of(reading, people, sentence, token)
            if rule is not None:
                yield rule
                continue
            if not may_be_person(reading, people, sentence, token) and text not in people.by_key:
                continue
            if "-" in text and text not in people.by_key and text not in reading.knowledge.shorts:
                continue
            if reading.mention_at(sentence, token) is not None or (
                token.i + 1 < sentence.last
                and token.nbor().pos_ == "PROPN"
                and token.nbor().dep_ != "appos"
                and token.dep_ == "compound"
                and token.nbor().text[0].isupper()
            ):
                continue
            honorific = honorific_before(reading.text, place.start, reading.knowledge)
            gender = "female" if honorific in words["female_honorifics"] else "male" if honorific in words["male_honorifics"] else ""
            title = title_of(reading.text, place, sentence.span, hits, reading.knowledge)
            found = short_form(
                reading,
                people,
                text,
                place,
                Clues(gender, title, bool(honorific), token.ent_type_ == "PERSON" or acts_alone(token, reading.knowledge.cities)),
            )
            if found:
                yield found


def whole_word(text: str, place: Span) -> Span:
    """A token with what hyphens join to it: 'Batto-Lin' is a name of its own, not a Lin."""
    start, end = place.start, place.end
    while start > 1 and text[start - 1] == "-" and text[start - 2].isalpha():
        start -= 2
        while start > 0 and text[start - 1].isalpha():
            start -= 1
    while (match := re.match(r"-[^\W\d_]+", text[end:])) is not None:
        end += match.end()
    return Span(start, end)


def may_be_person(reading: Reading, people: People, sentence: Sentence, token: "Token") -> bool:
    """Whether a capitalised word is worth asking about: known here or in the vocabulary, tagged so, or right after a title."""
    if token.text in people.by_key or token.text in reading.knowledge.shorts or token.ent_type_ == "PERSON":
        return True
    words = reading.knowledge.languages["en"].words
    before = token.nbor(-1).text if token.i > sentence.first else ""
    titled = before.lower() in words["offices"] or before in words["honorifics"]
    return token.pos_ == "PROPN" and before[:1].isupper() and titled and token.lower_ not in office_words(reading.knowledge)


def short_form(reading: Reading, people: People, text: str, place: Span, clues: Clues) -> Mention | None:
    """One short form: of somebody in the document first, then of somebody in office, else a surname of this document alone."""
    title = clues.title
    here = [
        p for p in people.short(text, clues.gender) if title is None or not p.kinds or title.office.kind in p.kinds or title.office.former
    ]
    here = here or people.short(text, clues.gender)
    known = [p for p in here if p.first < place.start] or here
    if len(known) > 1 and title:
        known = [p for p in known if has_held(reading, p.actor, title)] or known
    if known:
        why = (
            f"the only {text} named here is {known[0].actor.name}"
            if len(known) == 1
            else f"{len(known)} people named {text} stand in this text"
        )
        return short_mention(reading, people, (text, place, title), [p.actor for p in known], why)
    office = people.in_office(text)
    if title:
        fitting = ([a for a in group if has_held(reading, a, title)] for group in (office, people.ever_in_office(text)))
        office = next(filter(None, fitting), office)
    if not clues.personal and not clues.honorific and title is None and not alone_of_its_country(reading, text, office):
        return None
    if office:
        why = (
            f"the only {text} of the vocabulary in office then is {office[0].name}"
            if len(office) == 1 and office[0] in people.in_office(text)
            else f"the only {text} of the vocabulary who held such an office is {office[0].name}"
            if len(office) == 1
            else f"{len(office)} office-holders are called {text}"
        )
        return short_mention(reading, people, (text, place, title), office, why)
    if not clues.honorific and title is None:
        return None
    person = people.found(text, place.start, title, local=True)
    return short_mention(reading, people, (text, place, title), [person.actor], "a name given without a full form")


def alone_of_its_country(reading: Reading, text: str, office: list[Actor]) -> bool:
    """'France's Macron': a distinctive surname of one person in office, in a text that names their country."""
    if len(office) != 1 or len(text) < DISTINCTIVE:
        return False
    return any(m.actor and m.actor.kind == "state" and m.actor.country == office[0].country for m in reading.mentions)


def acts_alone(token: "Token", cities: Container[str]) -> bool:
    """'Rubio dismissed ...', 'thanked Guterres', untagged: a proper noun of one word, no place, that is the subject or object of a verb."""
    alone = not any(c.dep_ in {"compound", "det", "amod", "nmod"} and c.lower_ not in PARTICLES for c in token.children)
    place = token.ent_type_ in {"LOC", "NORP", "FAC"} or token.text in cities
    return token.dep_ in {"nsubj", "dobj"} and token.pos_ == "PROPN" and alone and len(token.text) >= SUBJECT and not place


def has_held(reading: Reading, actor: Actor, title: Title) -> bool:
    """Whether the vocabulary has somebody in this kind of office, or under this very title ('Chairman Mao'), at any time."""
    words = title.office.title.lower()
    terms = reading.knowledge.terms_of.get(actor.id, ())
    return any(t.office == title.office.kind or words == t.title.lower() or words.endswith(f" {t.title.lower()}") for t in terms)


def short_mention(reading: Reading, people: People, found: tuple[str, Span, Title | None], actors: list[Actor], why: str) -> Mention:
    """A short form's mention: decided where there is one actor, with the candidates where there are several."""
    text, place, title = found
    if len(actors) > 1:
        ids = tuple(sorted(a.id for a in actors))
        return Mention(
            document=reading.article.id, span=place, text=text, actor=None, how="short", candidates=ids, because=(Reason(why, place),)
        )
    person = people.by_id.get(actors[0].id) or people.known(actors[0], text, place.start)
    give_office(person, title, reading, place)
    office = title.office if title else None
    return Mention(
        document=reading.article.id, span=place, text=text, actor=person.actor, how="short", because=(Reason(why, place),), office=office
    )


def give_office(person: Person, title: Title | None, reading: Reading, span: Span) -> None:
    """Note an office and what it and an honorific tell of gender."""
    words = reading.knowledge.languages["en"].words
    honorific = honorific_before(reading.text, span.start, reading.knowledge)
    if honorific in words["female_honorifics"]:
        person.gender = "female"
    elif honorific in words["male_honorifics"]:
        person.gender = person.gender or "male"
    if title:
        last = title.office.title.lower().split()[-1]
        person.gender = person.gender or next((g for g, forms in words["gender"].items() if last in forms), "")
        person.offices.append(title.office)
