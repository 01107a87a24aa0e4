"""The sector that a noun tells: 'an Italian reporter' is of JRN, 'rebel forces' are of REB, whoever they are."""

import re
from typing import TYPE_CHECKING

from communique.annotate.parse import Sentence
from communique.annotate.people import FORMER
from communique.annotate.phrases import OF_WHOM
from communique.annotate.reading import Reading
from communique.model.actor import Actor, Party, Reason
from communique.model.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

STATE_SECTORS = frozenset({"GOV", "MIL", "LEG", "COP", "SPY"})
BEFORE = frozenset({"amod", "compound", "nmod"})
# 'Turkish F-16s', 'two Russian MiG-31s': who flies them.
AIRCRAFT = re.compile(r"(?:A|AH|B|C|CH|E|F|J|JH|KC|KJ|MH|MQ|P|RQ|U|UH|Su|MiG|Tu|Mi|Ka|Il)-\d{1,3}[A-Z]?s?")


def body_noun(reading: Reading, sentence: Sentence, token: "Token") -> tuple[str, str]:
    """The collective noun that a token is, in the plural where only that is listed, and its sector; empty where it is none."""
    bodies = reading.knowledge.languages["en"].words["bodies"]
    low = token.lower_
    if AIRCRAFT.fullmatch(token.text):
        return low, "MIL"
    noun = next((n for n in spellings(sentence, token) if n in bodies), low)
    sector = bodies.get(noun, "")
    return noun, (sector and qualified(reading, sentence, token)) or sector


def sector_noun(reading: Reading, sentence: Sentence, token: "Token") -> tuple[str, str]:
    """A collective noun, or any other that tells a sector ('doctors', 'rebel leaders'), and the sector; empty where it is none."""
    noun, sector = body_noun(reading, sentence, token)
    if sector:
        return noun, sector
    words = reading.knowledge.languages["en"].words
    found = next((n for n in spellings(sentence, token) if n in words["sectors"]), "")
    sector = words["sectors"].get(found) or words["plural_sectors"].get(token.lower_, "")
    return found or token.lower_, qualified(reading, sentence, token) or sector


def spellings(sentence: Sentence, token: "Token") -> tuple[str, ...]:
    """A noun with the word before it, alone, and in the plural."""
    low = token.lower_
    two = f"{token.nbor(-1).lower_} {low}" if token.i > sentence.first else low
    return two, low, f"{two}s", f"{low}s", f"{low}es", f"{low[:-1]}ies" if low.endswith("y") else low


def qualified(reading: Reading, sentence: Sentence, token: "Token") -> str:
    """The sector that a word before a general noun tells: 'rebel forces', 'medical teams'; never one of a name."""
    words = reading.knowledge.languages["en"].words
    if token.lower_ not in words["qualified"]["nouns"]:
        return ""
    children = [c for c in token.children if c.dep_ in BEFORE and c.i < token.i]
    return next(
        (
            words["qualifiers"][c.lower_]
            for c in reversed(children)
            if c.lower_ in words["qualifiers"] and reading.mention_at(sentence, c) is None
        ),
        "",
    )


def office_sector(reading: Reading, sentence: Sentence, token: "Token", sector: str) -> str:
    """The sector of somebody called by an office: 'a former minister' has left it, 'a rebel commander' holds none of the state's."""
    left = reading.knowledge.languages["en"].words["office_status"]["former"]
    if any(c.lower_ in left for c in token.children if c.dep_ in BEFORE):
        return FORMER
    return inner_sector(reading, sentence, token) or qualified(reading, sentence, token) or sector


def inner_sector(reading: Reading, sentence: Sentence, token: "Token") -> str:
    """The sector of the body that somebody is of, where no name says which: 'the leader of Lesotho's opposition party'."""
    held = (g for c in token.children if c.dep_ == "prep" and c.lower_ in OF_WHOM and c.i > token.i for g in c.children if g.dep_ == "pobj")
    return next((s for g in held if reading.mention_at(sentence, g) is None and (s := sector_noun(reading, sentence, g)[1])), "")


def party_of_state(state: Actor, noun: str, sector: str, text: str, span: Span, why: Reason) -> Party:
    """A body of a state: the state itself in that sector where the body acts for it, one of its own where it does not."""
    if state.kind != "state" or sector in STATE_SECTORS:
        if state.kind == "igo" or (state.kind not in {"state", "person"} and state.sector and sector in STATE_SECTORS):
            # 'the leader of Hamas', 'U.N. troops': nobody of a state's.
            sector = state.sector
        return Party(id=state.id, name=state.name, country=state.country, sector=sector, text=text, span=span, because=(why,))
    name = f"{state.name}: {noun}"
    return Party(id=f"{state.id}/{sector}", name=name, country=state.country, sector=sector, text=text, span=span, because=(why,))
