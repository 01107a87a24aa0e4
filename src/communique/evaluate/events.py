"""Score event coding on whole articles: types, parties, realis, history, and what is coded where nothing happened.

The gold is one line an event mention (evaluate/marked.py); a found mention is compared with it inside one sentence.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.annotate.neural.acts import code_of
from communique.evaluate import marked
from communique.evaluate.findings import parsed
from communique.evaluate.scores import Counts, Table, share
from communique.model.errors import UnreadableSource
from communique.model.findings import Event, Findings
from communique.model.span import Span
from communique.vocab.knowledge import Knowledge

REALIS = ("happened", "planned", "hypothetical", "negated", "ongoing")
SIDES = ("actors", "recipients")
Side = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A gold mention: where its trigger stands, and what it should be. A side is (code, sector or "") of each party."""

    place: Span
    sentence: Span
    type: str
    mode: str
    actors: Side
    recipients: Side
    realis: str
    historical: bool


def score_folder(folder: Path, knowledge: Knowledge) -> tuple[Table, list[str], list[dict[str, object]]]:
    """Every measure over the articles of a folder with gold.txt; the worst cases; no rows."""
    expected = marked.gold(folder / "gold.txt")
    table: Table = defaultdict(list)
    misses: list[str] = []
    for want, (found, sentences) in zip(expected, parsed([folder / e.path for e in expected], knowledge), strict=True):
        places = [s.span for s in sentences]
        gold = [wanted(found.article.text, cells, places, want.path) for cells in want.events]
        for name, counts in compare(gold, found, places).items():
            table[name].append(counts)
        misses += differences(want.path, gold, found)
    return dict(table), misses, []


def wanted(text: str, cells: list[str], sentences: Sequence[Span], path: str) -> Wanted:
    """A gold line read."""
    kind, trigger, actors, recipients, realis, *_ = cells
    name, _, mode = kind.partition(" ")
    value, _, history = realis.partition(" ")
    place = marked.located(text, trigger)
    if place is None:
        raise UnreadableSource(path, f"the trigger {trigger!r} is not in the text")
    sentence = next((s for s in sentences if s.covers(place)), place)
    return Wanted(
        place=place,
        sentence=sentence,
        type=name,
        mode=mode,
        actors=side(actors),
        recipients=side(recipients),
        realis=value,
        historical=bool(history),
    )


def side(cell: str) -> Side:
    """'CHN/GOV;VNM' -> {(CHN, GOV), (VNM, "")}."""
    return frozenset((code, sector) for code, _, sector in (part.partition("/") for part in cell.split(";") if part))


def parties(event: Event, name: str) -> Side:
    """A found side as codes and sectors; parties that are nobody's are left out, as in the gold."""
    return frozenset((code, p.sector) for p in getattr(event, name) if (code := code_of(p)))


def codes(parties: Side) -> frozenset[str]:
    """The codes alone."""
    return frozenset(code for code, _ in parties)


def fits(want: Wanted, event: Event) -> bool:
    """Whether both sides are the wanted ones, by country or body."""
    return codes(want.actors) == codes(parties(event, "actors")) and codes(want.recipients) == codes(parties(event, "recipients"))


def paired(gold: Sequence[Wanted], events: Sequence[Event], *, whole: bool) -> dict[int, Event]:
    """Gold mentions and found ones of the same type in the same sentence, each once; those whose words meet first. `whole`: the sides as well."""
    out: dict[int, Event] = {}
    taken: set[str] = set()
    for same_words in (True, False):
        for k, want in enumerate(gold):
            if k in out:
                continue
            for event in events:
                near = want.place.overlaps(event.span) if same_words else want.sentence.covers(event.span)
                if event.id not in taken and event.type == want.type and near and (not whole or fits(want, event)):
                    out[k] = event
                    taken.add(event.id)
                    break
    return out


def compare(gold: Sequence[Wanted], found: Findings, sentences: Sequence[Span]) -> dict[str, Counts]:
    """Counts of one document for every measure. In the accuracies precision and recall are the same."""
    events = found.events
    both, typed = paired(gold, events, whole=True), paired(gold, events, whole=False)
    pairs = [(gold[k], e) for k, e in typed.items()]
    out = {
        "type and both parties": Counts(len(both), len(events), len(gold)),
        "type alone": Counts(len(typed), len(events), len(gold)),
        "mode, where the type is right": share([w.mode == e.mode for w, e in pairs if w.mode]),
        "historical": Counts(
            sum(w.historical and e.historical for w, e in pairs), sum(e.historical for _, e in pairs), sum(w.historical for w, _ in pairs)
        ),
        "roles reversed": share([reversed_roles(w, e) for w, e in pairs if w.recipients]),
    }
    for value in REALIS:
        right = sum(w.realis == e.realis == value for w, e in pairs)
        out[f"realis {value}"] = Counts(right, sum(e.realis == value for _, e in pairs), sum(w.realis == value for w, _ in pairs))
    empty = [s for s in sentences if not any(s.overlaps(w.place) for w in gold)]
    out["false events on null sentences"] = share([any(s.covers(e.span) for e in events) for s in empty])
    sides = [(getattr(w, n), parties(e, n)) for w, e in pairs for n in SIDES]
    out["country of a party"] = share([code in codes(mine) for theirs, mine in sides for code in codes(theirs)])
    out["sector of a party"] = share([(c, s) in mine for theirs, mine in sides for c, s in theirs if s and c in codes(mine)])
    return out


def reversed_roles(want: Wanted, event: Event) -> bool:
    """Whether who did it and to whom are the wrong way round."""
    actors, recipients = codes(parties(event, "actors")), codes(parties(event, "recipients"))
    return bool(actors) and actors == codes(want.recipients) and codes(want.actors) <= recipients and actors != codes(want.actors)


def differences(path: str, gold: Sequence[Wanted], found: Findings) -> list[str]:
    """What is missed and what is too much, in words."""
    both = paired(gold, found.events, whole=True)
    used = {e.id for e in both.values()}
    text = found.article.text
    sides = [(w, n, parties(e, n)) for k, e in paired(gold, found.events, whole=False).items() for w in (gold[k],) for n in SIDES]
    return (
        [
            f"{path}: {w.type} {w.place.of(text)!r}: {code} is {', '.join(sorted(s or 'without a sector' for c, s in mine if c == code))}, not {sector}"
            for w, name, mine in sides
            for code, sector in sorted(getattr(w, name))
            if sector and code in codes(mine) and (code, sector) not in mine
        ]
        + [
            f"{path}: missed {w.type} {w.place.of(text)!r} {shown(w.actors)} > {shown(w.recipients)}"
            for k, w in enumerate(gold)
            if k not in both
        ]
        + [
            f"{path}: extra {e.type} {e.text!r} {shown(parties(e, 'actors'))} > {shown(parties(e, 'recipients'))} {e.realis}"
            for e in found.events
            if e.id not in used
        ]
    )


def shown(parties: Side) -> str:
    """Codes in order."""
    return ";".join(sorted(codes(parties)))
