"""'The two countries': which two, a Reading and a noun phrase -> two Parties; 'its', of two things whose."""

from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.phrases import phrase
from communique.annotate.reading import Reading
from communique.model.actor import Actor, Mention, Party, Reason
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def the_two(reading: Reading, sentence: Sentence, token: "Token") -> tuple[Party, ...]:
    """'the two countries': the two of this sentence before it, else the two the article is about."""
    span = phrase(sentence, token)
    low = span.of(reading.text).lower()
    if not any(low.endswith(p) for p in reading.knowledge.languages["en"].words["states"]["pair"]):
        return ()
    seen: dict[str, Actor] = {}
    for mention in reading.mentions_in(Span(sentence.span.start, span.start)):
        state = state_of(reading, mention)
        if state:
            seen[state.id] = state
    focus = focus_of(reading)
    chosen = list(seen.values())
    if len(chosen) != 2:
        inside = [s for s in chosen if s.id in {f.id for f in focus}]
        chosen = focus if not chosen or inside else []
    if len(chosen) != 2:
        return ()
    return tuple(
        Party.of(
            a,
            text=span.of(reading.text),
            span=span,
            because=(Reason(f"{low!r}: {chosen[0].name} and {chosen[1].name} are the two in view", span),),
        )
        for a in chosen
    )


def joint_owner(reading: Reading, sentence: Sentence, token: "Token") -> Mention | None:
    """'Russia's invasion and its annexation': who owns the noun that this one is joined to, where that is no person."""
    noun = token.head
    while token.dep_ == "poss" and noun.dep_ in {"conj", "pobj", "prep", "appos"} and noun.head.i < noun.i:
        noun = noun.head
        for child in noun.children:
            mention = reading.mention_at(sentence, child) if child.dep_ == "poss" else None
            if mention is not None and mention.actor is not None and mention.actor.kind != "person":
                return mention
    return None


def state_of(reading: Reading, mention: Mention) -> Actor | None:
    """The state that a mention belongs to."""
    if mention.actor is None or mention.actor.country is None or mention.how == "place" or mention.actor.kind == "media":
        return None
    return reading.knowledge.actors.get(f"state:{mention.actor.country}")


def focus_of(reading: Reading) -> list[Actor]:
    """The two states that the article names most."""
    counts: dict[str, int] = {}
    for mention in reading.mentions:
        state = state_of(reading, mention)
        if state:
            counts[state.id] = counts.get(state.id, 0) + 1
    ranked = sorted(counts, key=lambda i: (-counts[i], i))
    return [reading.knowledge.actors[i] for i in ranked[:2]]
