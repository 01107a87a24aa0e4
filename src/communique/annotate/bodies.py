"""Bodies that the vocabulary does not have, or has of another state: a Reading -> mentions of organisations, typed by their names."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from communique.annotate.names import Hit, find_names
from communique.annotate.parse import Sentence
from communique.annotate.people import LEADERS, People
from communique.annotate.reading import Reading
from communique.model.actor import Actor, Mention, Reason
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# Kind, sector and the words of a name that tell them; the first that fits.
ORG_KINDS = (
    (
        "company",
        "BUS",
        re.compile(r"\b(?:Inc|Corp|Co|Ltd|LLC|PLC|AG|Group|Holdings|Bank|Airlines|Airways|Motors|Company|Industries)\b\.?$"),
    ),
    ("group", "REB", re.compile(r"\b(?:Liberation (?:Army|Front|Movement)|Rebel|Resistance Front|Jihad|Mujahideen)\b")),
    ("group", "CRM", re.compile(r"\b(?:Cartel|Mafia|Gang)\b")),
    ("government", "JUD", re.compile(r"\b(?:Court|Tribunal|Prosecutor(?:'s|s')? Office|Procuratorate)\b")),
    ("government", "LEG", re.compile(r"\b(?:Parliament|Congress|Senate|Assembly|House of|Legislative Council|Legislature)\b")),
    ("government", "COP", re.compile(r"\b(?:Police|Sheriff|Gendarmerie|Border Patrol)\b")),
    ("government", "SPY", re.compile(r"\b(?:Intelligence|Secret Service|State Security)\b")),
    (
        "government",
        "GOV",
        re.compile(r"\b(?:Ministry|Department|Agency|Office|Commission|Bureau|Council|Committee|Administration|Embassy|Board|Authority)\b"),
    ),
    (
        "armed_forces",
        "MIL",
        re.compile(r"\b(?:Army|Navy|Air Force|Armed Forces|Coast Guard|Marines|Brigade|Division|Command|Fleet|Battalion)\b"),
    ),
    ("party", "PTY", re.compile(r"\bParty\b")),
    ("ngo", "EDU", re.compile(r"\b(?:University|College|School|Academy)\b")),
    ("ngo", "REL", re.compile(r"\b(?:Church|Diocese|Archdiocese|Mosque)\b")),
    ("ngo", "MED", re.compile(r"\b(?:Hospital|Clinic|Red Crescent|Medical Association)\b")),
    (
        "group",
        "LAB",
        re.compile(
            r"\b(?:Workers Union|Workers' Union|Trade Union|Trades Union|Labou?r (?:Union|Congress)|Teachers Union|Teachers' Union)\b"
        ),
    ),
    (
        "ngo",
        "NGO",
        re.compile(
            r"\b(?:Institute|Center|Centre|Foundation|Association|Union|Fund|Society|Initiative|Alliance|Think Tank|League|Observatory)\b"
        ),
    ),
    ("media", "JRN", re.compile(r"\b(?:Times|Post|News|Daily|Journal|Tribune|Herald|Press|Gazette|Review|Broadcasting|TV|Radio)\b")),
)
# Who stands before these words rules.
RULES = frozenset({"administration", "government", "cabinet", "regime"})


def body_of_another(reading: Reading, hit: Hit, actor: Actor) -> Mention | None:
    """'Manila's National Security Council' is not Washington's: a body's plain name belongs to the state named before it."""
    if actor.kind not in {"government", "armed_forces", "party"} or actor.country is None:
        return None
    lead = reading.text[max(0, hit.span.start - 40) : hit.span.start]
    before = [h for h in find_names(lead, reading.knowledge) if re.fullmatch(r"(?:['’]s?)? ", lead[h.span.end :])]
    owner = reading.knowledge.actors.get(before[-1].names[0].target) if before else None
    if owner is None or owner.kind != "state" or owner.country in {None, actor.country}:
        return None
    slug = re.sub(r"[^\w]+", "-", hit.names[0].text.lower()).strip("-")
    made = Actor(
        id=f"org:{str(owner.country).lower()}-{slug}",
        name=f"{hit.names[0].text} ({owner.name})",
        kind=actor.kind,
        country=owner.country,
        sector=actor.sector,
    )
    why = Reason(f"{hit.names[0].text} of {owner.name}, named right before it", hit.span)
    return Mention(document=reading.article.id, span=hit.span, text=hit.span.of(reading.text), actor=made, how="name", because=(why,))


def rule_of(reading: Reading, people: People, sentence: Sentence, token: "Token") -> Mention | None:
    """'The Bush administration': the government of the one state that all leaders of this name have led, where none of them is plainly meant."""
    if token.i + 1 >= sentence.last or token.nbor().lower_ not in RULES or reading.mention_at(sentence, token) is not None:
        return None
    if token.text in people.by_key or len(people.in_office(token.text)) == 1:
        return None
    knowledge = reading.knowledge
    led = {
        knowledge.actors[i].country
        for i in knowledge.shorts.get(token.text, ())
        if any(t.office in LEADERS for t in knowledge.terms_of.get(i, ()))
    }
    state = knowledge.actors.get(f"state:{next(iter(led))}") if len(led) == 1 else None
    if state is None:
        return None
    span = Span(sentence.place(token).start, sentence.place(token.nbor()).end)
    why = Reason(f"every leader called {token.text} led {state.name}", span)
    return Mention(document=reading.article.id, span=span, text=span.of(reading.text), actor=state, how="metonym", because=(why,))


def is_rule(words: str, reading: Reading) -> bool:
    """'Clinton Administration' is no body of its own."""
    name, _, noun = words.rpartition(" ")
    return noun.lower() in RULES and name in reading.knowledge.shorts


def organisations(reading: Reading, hits: list[Hit], taken: list[Span]) -> Iterator[Mention]:
    """Bodies that the tagger finds and the vocabulary does not know, typed by the words of their names."""
    bodies = [h.span for h in hits if h.names[0].how == "name" and not h.names[0].target.startswith(("state:", "person:"))]
    states = [h.span for h in hits if h.names[0].how == "name" and h.names[0].target.startswith("state:")]
    for sentence in reading.sentences:
        for entity in sentence.entities:
            if entity.label_ != "ORG":
                continue
            span = Span(sentence.offset + entity.start_char, sentence.offset + entity.end_char)
            words = re.sub(r"^(?:the|The) |['’]s$", "", span.of(reading.text))
            kind, sector = next(((k, s) for k, s, pattern in ORG_KINDS if pattern.search(words)), ("", ""))
            if (
                not kind
                or len(words.split()) < 2
                or is_rule(words, reading)
                or any(span.overlaps(s) for s in bodies + taken)
                or not words[0].isupper()
            ):
                continue
            start = span.of(reading.text).find(words) + span.start
            span = Span(start, start + len(words))
            if any(s.covers(span) for s in states):
                # 'the Palestinian Authority'
                continue
            inner = [h.names[0].target for h in hits if span.covers(h.span) and h.names[0].target.startswith("state:")]
            before = [
                h.names[0].target for h in hits if h.span.end <= span.start <= h.span.end + 3 and h.names[0].target.startswith("state:")
            ]
            state = reading.knowledge.actors.get((inner or before or [""])[0])
            slug = re.sub(r"[^\w]+", "-", words.lower()).strip("-")
            actor = Actor(
                id=f"org:{str(state.country).lower()}-{slug}" if state else f"org:{slug}",
                name=" ".join(words.split()),
                kind=kind,
                country=state.country if state else None,
                sector=sector,
            )
            yield Mention(
                document=reading.article.id,
                span=span,
                text=words,
                actor=actor,
                how="name",
                because=(Reason(f"a body by its name, a {kind} by its words; not in the vocabulary", span),),
            )
