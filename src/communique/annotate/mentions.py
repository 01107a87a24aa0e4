"""Who is named where: a Reading -> its mentions, each with the reason for its meaning, or the candidates where it has none."""

import re
from collections.abc import Iterator
from dataclasses import replace

from communique.annotate.bodies import body_of_another, organisations
from communique.annotate.names import Hit, find_names
from communique.annotate.parse import Sentence
from communique.annotate.people import People, clean_name, is_full_name
from communique.annotate.reading import Reading
from communique.annotate.shorts import give_office, short_forms
from communique.annotate.sources import source_names
from communique.annotate.titles import title_of
from communique.model.actor import Mention, Reason
from communique.model.article import PROSE
from communique.model.span import Span

SUFFIX = re.compile(r",? (?:Jr|Sr)\.")
LOCATIVE = frozenset({"in", "at", "near", "outside", "around", "across", "throughout", "inside", "within", "above", "off"})
MOTION = frozenset({"to", "from", "into", "for", "toward", "towards", "via", "through"})
LED_BY = frozenset("travel visit trip fly go come arrive return tour head flight move train journey depart".split())
# 'the Kabul attack', 'the Geneva talks': a capital before these says where.
HELD_SOMEWHERE = frozenset(
    "attack bombing blast explosion shooting massacre riot siege talks talk summit meeting conference protest rally march airport suburb district street".split()
)
# Where in a clause a place may stand that the tagger takes for somebody; never as who acts.
WHERE = frozenset({"dobj", "pobj", "conj", "appos", "nsubjpass", "compound", "npadvmod"})
CITY_PARTS = frozenset(
    {"North", "South", "East", "West", "Greater", "Central", "Downtown", "Old", "Upper", "Lower", "Inner", "Metro", "Metropolitan"}
)


def find_mentions(reading: Reading) -> People:
    """Fill the reading's mentions; the people of the document come back for pronouns and roles."""
    people = People(reading.article.id, reading.article.published, reading.knowledge)
    tagged = {s.offset + e.start_char for s in reading.sentences for e in s.entities if e.label_ == "GPE"}
    hits = [
        Hit(Span(h.span.start + b.span.start, h.span.end + b.span.start), h.names)
        for b in reading.article.blocks
        if b.kind in PROSE
        for h in find_names(
            b.span.of(reading.text), reading.knowledge, frozenset(t - b.span.start for t in tagged if b.span.covers(Span(t, t)))
        )
    ]
    entities = [*person_entities(reading), *source_names(reading, hits)]
    named = [with_suffix(h, reading.text) for h in hits if h.names[0].target.startswith("person:")]
    rest = [h for h in hits if not h.names[0].target.startswith("person:") and not inside_person(h, entities, reading)]
    surnames = {last_word(span.of(reading.text)) for _, span in entities if is_full_name(span.of(reading.text))}
    rest = [h for h in rest if not (h.names[0].text in surnames and stands_for_person(h, reading))]
    mentions = [named_person(reading, people, hit, hits) for hit in named]
    taken = [m.span for m in mentions]
    for sentence, span in entities:
        if (
            sentence.block.kind not in {"title", "heading"}
            and is_full_name(span.of(reading.text))
            and not any(span.overlaps(t) for t in taken)
            and not any(span.overlaps(h.span) and h.names[0].how != "short" for h in rest)
        ):
            mentions.append(found_person(reading, people, sentence, span, hits))
            taken.append(span)
    mentions += [named_other(reading, hit) for hit in rest]
    mentions += cities(reading, people, mentions)
    mentions = [seated(reading, supported(reading, m, mentions), mentions) for m in mentions]
    mentions += organisations(reading, hits, taken)
    reading.set_mentions(mentions)
    reading.set_mentions(mentions + list(short_forms(reading, people, hits)))
    return people


def person_entities(reading: Reading) -> Iterator[tuple[Sentence, Span]]:
    """What the tagger takes for people, trimmed to the name."""
    for sentence in reading.sentences:
        for entity in sentence.entities:
            if entity.label_ == "PERSON":
                span = clean_name(reading.text, Span(sentence.offset + entity.start_char, sentence.offset + entity.end_char))
                around = reading.text[max(0, span.start - 1) : span.end + 1]
                if span.end > span.start and "/" not in around and not span.of(reading.text).isupper():
                    yield sentence, span


def with_suffix(hit: Hit, text: str) -> Hit:
    """'Joseph R. Biden Jr.': what follows a name and belongs to it."""
    suffix = SUFFIX.match(text, hit.span.end)
    return hit._replace(span=Span(hit.span.start, suffix.end())) if suffix else hit


def inside_person(hit: Hit, entities: list[tuple[Sentence, Span]], reading: Reading) -> bool:
    """A capital or place inside a person's full name ("Paris Hilton") is none; a demonym before one stays, as part of one ("Mark Cuban") it does not."""
    if hit.names[0].how in {"capital", "place"} and after_given_name(hit, reading):
        return True
    if hit.names[0].how == "demonym" or (hit.names[0].how == "name" and hit.names[0].target.startswith("state:")):
        return any(span.start < hit.span.start and span.covers(hit.span) and is_full_name(span.of(reading.text)) for _, span in entities)
    return hit.names[0].how in {"capital", "place"} and any(
        span.covers(hit.span) and span != hit.span and is_full_name(span.of(reading.text)) for _, span in entities
    )


def last_word(name: str) -> str:
    """The surname of a full name."""
    return name.replace("’", "'").removesuffix("'s").split()[-1]


def stands_for_person(hit: Hit, reading: Reading) -> bool:
    """'Cuban complained', where a Mark Cuban was named: the name of a people or state that the tagger takes for somebody's, or that alone is a subject or object."""
    sentence = reading.sentence_at(hit.span.start)
    token = sentence.token_at(hit.span.start) if sentence else None
    if token is None or hit.names[0].how not in {"demonym", "name"}:
        return False
    if token.ent_type_ == "PERSON":
        return True
    return hit.names[0].how == "demonym" and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and token.tag_ in {"NN", "NNP"}


def after_given_name(hit: Hit, reading: Reading) -> bool:
    """'Ana Lima': a capitalised word before a city makes a name of both, unless it says which part of the city."""
    sentence = reading.sentence_at(hit.span.start)
    token = sentence.token_at(hit.span.start) if sentence else None
    if sentence is None or token is None or token.i == sentence.first:
        return False
    before = token.nbor(-1)
    return before.dep_ == "compound" and before.head.i == token.i and before.pos_ == "PROPN" and before.text not in CITY_PARTS


def bounds_of(reading: Reading, span: Span) -> Span:
    """The sentence around a span, or its block."""
    sentence = reading.sentence_at(span.start)
    if sentence:
        return sentence.span
    return next((b.span for b in reading.article.blocks if b.span.covers(span)), span)


def named_person(reading: Reading, people: People, hit: Hit, hits: list[Hit]) -> Mention:
    """Somebody of the vocabulary by their full name."""
    actor = reading.knowledge.actors[hit.names[0].target]
    person = people.known(actor, hit.names[0].text, hit.span.start)
    title = (
        title_of(reading.text, hit.span, bounds_of(reading, hit.span), hits, reading.knowledge)
        if reading.article.language == "en"
        else None
    )
    give_office(person, title, reading, hit.span)
    return Mention(
        document=reading.article.id,
        span=hit.span,
        text=hit.span.of(reading.text),
        actor=person.actor,
        how="name",
        because=(Reason("a name of " + actor.name, hit.span),),
        office=title.office if title else None,
    )


def found_person(reading: Reading, people: People, sentence: Sentence, span: Span, hits: list[Hit]) -> Mention:
    """Somebody the vocabulary does not know, by their full name."""
    title = title_of(reading.text, span, sentence.span, hits, reading.knowledge)
    person = people.found(" ".join(span.of(reading.text).replace("’", "'").split()), span.start, title)
    give_office(person, title, reading, span)
    return Mention(
        document=reading.article.id,
        span=span,
        text=span.of(reading.text),
        actor=person.actor,
        how="name",
        because=(Reason("a full name, not in the vocabulary", span),),
        office=title.office if title else None,
    )


def named_other(reading: Reading, hit: Hit) -> Mention:
    """A state, body or place; a capital is its government where it acts and a place where things happen."""
    name = hit.names[0]
    if name.how == "place":
        country = reading.knowledge.places.get(name.target) or None
        actor = reading.knowledge.actors.get(f"state:{country}") if country else None
        return Mention(
            document=reading.article.id,
            span=hit.span,
            text=name.text,
            actor=actor,
            how="place",
            place=True,
            because=(Reason(f"a place{' in ' + actor.name if actor else ''}", hit.span),),
        )
    actor = reading.knowledge.actors[name.target]
    elsewhere = body_of_another(reading, hit, actor)
    if elsewhere is not None:
        return elsewhere
    others = tuple(dict.fromkeys(n.target for n in hit.names if n.target != name.target and n.how != "place"))
    place, why = is_place(reading, hit) if name.how in {"capital", "name"} and actor.kind == "state" else (False, "")
    reason = {
        "capital": f"the capital of {actor.name}, {'a place here' if place else 'for its government'}: {why}",
        "metonym": f"stands for the government of {actor.name}",
        "demonym": f"of or from {actor.name}",
    }.get(name.how, f"a name of {actor.name}")
    if others:
        return Mention(
            document=reading.article.id,
            span=hit.span,
            text=name.text,
            actor=None,
            how=name.how,
            candidates=(name.target, *others),
            because=(Reason("several bear this name", hit.span),),
        )
    return Mention(
        document=reading.article.id,
        span=hit.span,
        text=hit.span.of(reading.text),
        actor=actor,
        how=name.how,
        place=place,
        because=(Reason(reason, hit.span),),
    )


def cities(reading: Reading, people: People, others: list[Mention]) -> list[Mention]:
    """Cities and regions of the long list that nobody in the text is called by: what the tagger takes for a place, and what it takes for somebody
    or something where such a name stands for a place and the text names that state besides ('Russian drones attacked Sumy', told of Ukraine)."""
    taken = [m.span for m in others]
    named = {m.actor.country for m in others if m.actor}
    found = []
    for sentence in reading.sentences:
        for entity in sentence.entities:
            country = reading.knowledge.cities.get(entity.text)
            if country is None or entity.text in people.by_key:
                continue
            if entity.label_ != "GPE" and not (country in named and entity.root.dep_ in WHERE):
                continue
            span = Span(sentence.offset + entity.start_char, sentence.offset + entity.end_char)
            actor = reading.knowledge.actors.get(f"state:{country}")
            if actor is not None and not any(span.overlaps(t) for t in taken):
                because = (Reason(f"a place in {actor.name}", span),)
                found.append(
                    Mention(document=reading.article.id, span=span, text=entity.text, actor=actor, how="place", place=True, because=because)
                )
    return found


def supported(reading: Reading, mention: Mention, others: list[Mention]) -> Mention:
    """'Congo' is the one of two states of that name whose cities or people the text names besides, if it names those of one alone."""
    if mention.actor is not None or not all(c.startswith("state:") for c in mention.candidates):
        return mention
    named = {f"state:{m.actor.country}" for m in others if m.actor and m.actor.country}
    left = [c for c in mention.candidates if c in named]
    if len(left) != 1:
        return mention
    actor = reading.knowledge.actors[left[0]]
    return replace(mention, actor=actor, candidates=(), because=(Reason(f"the text names others of {actor.name}", mention.span),))


def seated(reading: Reading, mention: Mention, others: list[Mention]) -> Mention:
    """'Brussels condemned Hungary': a capital that acts is the body of states that sits there, unless the text speaks of that country besides."""
    body = reading.knowledge.actors.get(reading.knowledge.seats.get(mention.text, ""))
    if body is None or mention.how != "capital" or mention.place or mention.actor is None:
        return mention
    if any(m.actor is not None and m.actor.country == mention.actor.country and m.text != mention.text for m in others):
        return mention
    why = Reason(f"stands for {body.name}, for the text does not speak of {mention.actor.name} besides", mention.span)
    return replace(mention, actor=body, how="metonym", because=(why,))


def is_place(reading: Reading, hit: Hit) -> tuple[bool, str]:
    """Whether a name stands as a place: by the preposition above it."""
    sentence = reading.sentence_at(hit.span.start)
    if sentence is None:
        return beside_place_word(reading, hit) if hit.names[0].how == "capital" else (False, "no parse")
    token = sentence.token_at(hit.span.end - 1)
    if token is not None and token.dep_ == "compound" and token.head.lemma_.lower() in HELD_SOMEWHERE:
        return True, f"it says where the {token.head.lemma_} was"
    if token is None or token.dep_ != "pobj":
        return False, f"it is the {token.dep_ if token is not None else 'word'} of its clause"
    preposition = token.head.lower_
    if preposition in LOCATIVE:
        return True, f"it follows {preposition!r}"
    if preposition in MOTION and token.head.head.lemma_.lower() in LED_BY:
        return True, f"it is where the {token.head.head.lemma_} leads"
    return False, f"it follows {preposition!r}"


def beside_place_word(reading: Reading, hit: Hit) -> tuple[bool, str]:
    """'在北京', 'tại Hà Nội': in a text that is not parsed, whether a capital stands where a place would."""
    words = reading.language.words
    before, after = (
        reading.text[max(0, hit.span.start - 12) : hit.span.start].rstrip().lower(),
        reading.text[hit.span.end : hit.span.end + 12].lstrip(),
    )
    for word in words.get("place_before", ()):
        if before.endswith(word):
            return True, f"it follows {word!r}"
    for word in words.get("place_after", ()):
        if after.startswith(word):
            return True, f"{word!r} follows it"
    return False, "nothing beside it says where"
