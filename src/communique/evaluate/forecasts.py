"""Score forecasts: whether each is found with its forecaster, with which words of likelihood and by when.

Gold is a folder with forecasts.txt; see gold/en/forecasts/CARD.md for its form.
"""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from communique.annotate.stages import annotate
from communique.evaluate.scores import Counts, Table, share
from communique.model.dates import parse_edtf
from communique.model.errors import UnreadableSource
from communique.model.findings import Findings, Forecast
from communique.read.assemble import from_words
from communique.vocab.knowledge import Knowledge

NONE = "-"


class Wanted(NamedTuple):
    """A gold forecast."""

    forecaster: str
    likelihood: str
    horizon: str
    words: str


class Text(NamedTuple):
    """One text and its forecasts."""

    line: int
    published: str
    text: str
    wanted: list[Wanted]


def texts(path: Path) -> list[Text]:
    """The texts of a gold file."""
    if not path.is_file():
        raise UnreadableSource(str(path), "there is no such file", hint="See gold/en/forecasts/CARD.md.")
    out: list[Text] = []
    day = ""
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if line.startswith("@ "):
            day = line.split()[-1]
        elif line.startswith("= "):
            parts = [part.strip() for part in line[2:].split("|")]
            if parts != [NONE] and len(parts) != 4:
                raise UnreadableSource(
                    str(path), f"a label is not 'FORECASTER | LIKELIHOOD | HORIZON | WORDS': {line!r}", where=f"line {number}"
                )
            out[-1].wanted.extend([Wanted(*parts)] if len(parts) == 4 else [])
        elif line.strip() and not line.startswith("#"):
            out.append(Text(number, day, line, []))
    return out


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Forecasts found, and the fields of those found: all counts by text; what is wrong."""
    path = folder / "forecasts.txt"
    gold = texts(path)
    table: Table = defaultdict(list)
    misses: list[str] = []
    for text, found in zip(gold, annotate([from_words(t.text, t.published, knowledge) for t in gold], knowledge), strict=True):
        if isinstance(found, UnreadableSource):
            raise found
        for name, counts in compare(text, found, misses).items():
            table[name].append(counts)
    return table, [f"{path.name}:{m}" for m in misses], []


def compare(text: Text, found: Findings, misses: list[str]) -> dict[str, Counts]:
    """The counts of one text. A forecast is right with its forecaster and a claim that holds the gold's words."""
    left, likely, by_when = list(found.forecasts), [], []
    hits = 0
    for want in text.wanted:
        hit = next((f for f in left if same_name(f, want) and want.words in f.claim), None)
        if hit is None:
            misses.append(
                f"{text.line}: no forecast of {want.forecaster}: {want.words!r}, found {[(f.forecaster.name, f.claim) for f in left]}"
            )
            continue
        left.remove(hit)
        hits += 1
        words = (hit.likelihood_words or NONE).lower()
        likely.append(words == want.likelihood.lower())
        by_when.append(horizon_is(hit, want.horizon))
        if not likely[-1] or not by_when[-1]:
            when = (str(hit.horizon.earliest), str(hit.horizon.latest)) if hit.horizon else None
            misses.append(f"{text.line}: {words!r}, {when} and not {want.likelihood!r}, {want.horizon}")
    if not text.wanted and found.forecasts:
        misses.append(f"{text.line}: none is wanted, found {[(f.forecaster.name, f.claim) for f in found.forecasts]}")
    return {
        "forecasts, with forecaster": Counts(hits, len(found.forecasts), len(text.wanted)),
        "likelihood of those found": share(likely),
        "horizon of those found": share(by_when),
        "texts without one, left alone": share([not found.forecasts] if not text.wanted else []),
    }


def same_name(found: Forecast, want: Wanted) -> bool:
    """Whether the forecaster is meant, however much of the name is given."""
    return want.forecaster.casefold() == found.forecaster.name.casefold() or want.forecaster.casefold() in found.forecaster.text.casefold()


def horizon_is(found: Forecast, wanted: str) -> bool:
    """Whether the time by which it is to come ends on the same day, or neither has one."""
    if wanted == NONE or found.horizon is None:
        return wanted == NONE and found.horizon is None
    return found.horizon.latest == parse_edtf(wanted)[1]
