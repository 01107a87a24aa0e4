"""The Python API: open a record, take its nouns as tables, and ask each analysis of it.

>>> import communique
>>> with communique.open("asia.db") as record:                       # doctest: +SKIP
...     record.events.pandas()
...     record.tie("CHN", "VNM", by="quarter")["changed"]
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from communique.model.errors import CommuniqueError
from communique.record.queries import NOUNS, Filters, rows
from communique.record.store import Record
from communique.show.evidence import Excerpt, Texts
from communique.vocab.knowledge import Knowledge
from communique.vocab.load import load

if TYPE_CHECKING:
    import altair
    import pandas
    import polars
    import pyarrow

Row = dict[str, Any]
# Fields whose keys are data: maps and no structs.
MAPS = frozenset({"events_by_quad", "events_by_type", "identifiers"})


class Noun:
    """One noun of a record: documents, actors, statements, events, terms, commitments, forecasts, conflicts, ties or silences.

    The rows are those of `communique export --to jsonl` (docs/reference/contract.md). Iterate over it, or take it as a table.
    """

    def __init__(self, record: Record, name: str, filters: Filters | None = None) -> None:
        self.record, self.name, self.filters = record, name, filters

    def __iter__(self) -> Iterator[Row]:
        return rows(self.record, self.name, self.filters)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.name} of {self.record.path.name}>"

    def where(self, **filters: Any) -> "Noun":
        """Only some rows: actor, pair, type, outlet, since, until, voice, concept, realis, ids; as `communique show` filters."""
        try:
            return Noun(self.record, self.name, Filters(**filters))
        except TypeError as error:
            known = ", ".join(Filters.__dataclass_fields__)
            raise CommuniqueError(f"there is no such filter: {', '.join(filters)}.", hint=f"There is: {known}.") from error

    def arrow(self) -> "pyarrow.Table":
        """A table, a column a field; nested fields stay nested, and those whose shape changes from row to row are JSON."""
        import pyarrow as pa

        found = list(self)
        names = dict.fromkeys(key for row in found for key in row)
        return pa.table({name: column(name, [row.get(name) for row in found]) for name in names})

    def pandas(self) -> "pandas.DataFrame":
        """A pandas frame; needs `pip install communique[frames]`."""
        needs("pandas")
        return self.arrow().to_pandas()

    def polars(self) -> "polars.DataFrame":
        """A polars frame; needs `pip install communique[frames]`."""
        needs("polars")
        import polars

        return polars.DataFrame(self.arrow())


def column(name: str, values: list[Any]) -> Any:
    """One field of many rows as an Arrow array."""
    import pyarrow as pa

    if name in MAPS:
        kind = pa.map_(pa.string(), pa.string() if name == "identifiers" else pa.int64())
        return pa.array([None if v is None else list(v.items()) for v in values], type=kind)
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if v is None else json.dumps(v, ensure_ascii=False) for v in values])


def needs(package: str) -> None:
    """An error that teaches, where an optional package is not there."""
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise CommuniqueError(f"{package} is not installed.", hint="pip install 'communique[frames]'")


class Opened:
    """An open record. Its nouns are attributes (`record.events`); its analyses are methods. Use it as a context manager, or close it."""

    documents: Noun
    actors: Noun
    statements: Noun
    events: Noun
    terms: Noun
    commitments: Noun
    forecasts: Noun
    conflicts: Noun
    ties: Noun
    silences: Noun

    def __init__(self, path: str | Path) -> None:
        self.record = Record(Path(path))
        self.texts = Texts(self.record)
        for name in NOUNS:
            setattr(self, name, Noun(self.record, name))

    @cached_property
    def knowledge(self) -> Knowledge:
        """The shipped vocabulary."""
        return load()

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.record.db.close()

    def __repr__(self) -> str:
        return f"<record {self.record.path}>"

    def rows(self, ids: Sequence[str] | str) -> list[Row]:
        """The rows of any noun by their ids, and the mentions of clusters by theirs: what a number was counted from."""
        wanted = frozenset([ids] if isinstance(ids, str) else ids)
        return [row for noun in NOUNS if noun != "documents" for row in rows(self.record, noun, Filters(ids=wanted))] if wanted else []

    def evidence(self, row: Row) -> Excerpt:
        """The sentence behind a row: (before, words, after). Empty where a row has none."""
        return self.texts.excerpt(row)

    def tie(self, a: str, b: str, *, by: str = "month", since: date | None = None, until: date | None = None) -> Row:
        """How two states move: counts, rates, coverage, changes and parts by period, each number with the ids of its rows.

        `by`: week, month, quarter or year. Rates are events a period at the record's mean coverage, with 90% bands, from a negative
        binomial count model with a drifting level (West & Harrison 1997; Kitagawa 1987); changes after Chib (1998). See
        docs/reference/ties.md. `changed` holds what changed in sentences that cite rows.
        """
        from communique.analyse.changed import changed
        from communique.analyse.series import lay_out, profile

        found = profile(self.record, self.knowledge, (a.upper(), b.upper()), layout=lay_out(self.record, by, since, until))
        return found | {"changed": {name: changed(found, name, self.knowledge) for name in found["series"]}}

    def pairs(self, *, by: str = "month", since: date | None = None, until: date | None = None) -> list[Row]:
        """All pairs of states, the busiest first: events with their rows, the last period's rate with its 90% band, changes. Model as in `tie`."""
        from communique.analyse.series import everyone, lay_out

        return everyone(lay_out(self.record, by, since, until))

    def base_rates(self, kind: str, *, days: int = 28, pair: tuple[str, str] | None = None) -> Row:
        """The chance of at least one act of a type, mode or quad between each pair in the next `days` days, and how good such forecasts were.

        Shrunken rates, back-tested by day of publication; skill is Brier's against the pooled rate (Murphy 1973) with a 90% interval,
        or "no demonstrated skill", or "too few to say". See docs/reference/ties.md.
        """
        from communique.analyse.outlook import outlook

        return outlook(self.record, self.knowledge, kind, days=days, pair=pair)

    def signed_network(self) -> Row:
        """Pairs by sign and the share of balanced triangles (Cartwright & Harary 1956). Exploration only: coverage decides what is seen."""
        from communique.analyse.balance import balance
        from communique.analyse.series import lay_out

        return balance(lay_out(self.record).acts)

    def ladder(self, state: str, *, on: date | None = None) -> Row:
        """Where a state's partners stand on its own rungs on a day (or at last), each step with its source: vocabulary or rows."""
        from communique.analyse.ladders import standings

        return standings(self.record, self.knowledge, state, on)

    def forecast_register(self, resolutions: dict[str, str] | None = None) -> Row:
        """Forecasts with what came of them, and forecasters with Brier (1950) and log scores, 90% intervals, or "too few to say".

        `resolutions`: your own, by forecast id: yes, no, ambiguous or open.
        """
        from communique.analyse.forecasts import register

        return register(self.record, resolutions)

    def ledger(self, wording: str, *, period: str = "month") -> Row:
        """A contested wording's story: coiner, first uses, adopters, renderings, shifts, and uses per thousand words by period with 95% bootstrap intervals."""
        from communique.analyse.ledger import ledger

        return ledger(self.record, self.knowledge, wording, period=period)

    def silences_on(self, wording: str, *, by: str = "side") -> list[Row]:
        """In how many of a side's (or outlet's) own texts on a meeting a wording stands or is left out; every text listed."""
        from communique.analyse.silence import silences

        return list(silences(self.record, self.knowledge, wording, by=by))

    def figure(self, kind: str, **asked: Any) -> "altair.TopLevelMixin":
        """A figure as an Altair chart: tie, multiples, timeline, ladder, heat or network, with the options of `communique figure`."""
        from communique.show.figures import need

        need()
        from communique.show.figures.make import Asked, figure

        return figure(self.record, self.knowledge, kind, Asked(**asked))[0]


def open_record(path: str | Path) -> Opened:
    """Open a record that `communique read` made. It is not changed."""
    return Opened(path)
