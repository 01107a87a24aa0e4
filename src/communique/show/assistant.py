"""The record for assistants: read-only tools of the Model Context Protocol. Every answer carries its sentence, its source and its permalink."""

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.model.errors import CommuniqueError
from communique.record.queries import NOUNS, Filters
from communique.record.queries import rows as rows_of
from communique.record.store import Record
from communique.show.web.fetch import Shown, source
from communique.show.web.pages.search import hits, matching
from communique.vocab.knowledge import Knowledge

if TYPE_CHECKING:
    from mcp.server import MCPServer

Row = dict[str, Any]
MOST = 50
RULES = (
    "A record of diplomatic news: who did what to whom, who said it, according to whom. Quote only the sentences that the tools return, give each its "
    "permalink and source, and say so where a row is undecided, planned, denied, or told by a source and not by the article. Rows are found by a program "
    "unless `review` says that a person judged them. What is not in the record may still have happened."
)


class Tools:
    """What an assistant may ask. Nothing here writes."""

    def __init__(self, path: Path, knowledge: Knowledge, explorer: str) -> None:
        self.path, self.knowledge, self.explorer = path, knowledge, explorer.rstrip("/")

    def open(self) -> Record:
        """The record, for reading alone."""
        record = Record(self.path)
        record.db.execute("PRAGMA query_only = ON")
        return record

    def told(self, shown: Shown, row: Row, noun: str) -> Row:
        """A row with its sentence, one around it, source and permalink."""
        around = shown.around(row)
        kept = {k: v for k, v in row.items() if k not in {"because", "sentence", "object", "path", "blocks", "text"}}
        return kept | {
            "evidence": "".join(around["sentence"]).strip(),
            "before": around["before"],
            "after": around["after"],
            "source": around.get("source", ""),
            "permalink": f"{self.explorer}/rows/{noun}/{row.get('cluster') or row['id']}",
        }

    def overview(self) -> Row:
        """How much the record holds, from when to when, and from how many outlets."""
        with self.open() as record:
            query = "SELECT count(*), count(DISTINCT story), count(DISTINCT outlet), min(earliest), max(latest) FROM documents WHERE current = 1"
            documents, stories, outlets, first, last = next(record.rows(query))
            found = dict(record.rows("SELECT noun, count(*) FROM standing GROUP BY noun"))
        return {
            "documents": documents,
            "stories": stories,
            "outlets": outlets,
            "first": first,
            "last": last,
            "rows": found,
            "permalink": self.explorer,
        }

    def search(self, text: str, limit: int = 10) -> list[Row]:
        """Documents that hold all of some words (a phrase in double quotes), the best first, with the places where they stand."""
        with self.open() as record:
            _, ids = matching(record, text, 1)
            shown = Shown(record)
            known = shown.documents(ids)
            return [
                {
                    "id": i,
                    "title": known[i]["title"],
                    "source": source(known[i]),
                    "places": ["".join(h) for h in hits(shown.texts.fetch(i), text)],
                    "permalink": f"{self.explorer}/documents/{i}",
                }
                for i in ids[: min(limit, MOST)]
            ]

    def rows(
        self,
        noun: str,
        actor: str | None = None,
        pair: str | None = None,
        kind: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Row]:
        """At most 50 rows of a noun (events, statements, terms, commitments, forecasts, conflicts), each with its sentence, source and permalink.

        actor: an id, a name or an ISO alpha-3 code. pair: two of them with a comma between. kind: a PLOVER type or mode, or the kind of a
        commitment. since, until: YYYY-MM-DD.
        """
        if noun not in NOUNS or noun in {"documents", "actors", "ties"}:
            raise CommuniqueError(
                f"there are no rows {noun!r}.", hint="There is: events, statements, terms, commitments, forecasts, conflicts, silences."
            )
        two = tuple(p.strip() for p in pair.split(",")) if pair else None
        if two is not None and len(two) != 2:
            raise CommuniqueError(f"{pair!r} is no pair.", hint="For example CHN,VNM.")
        asked = Filters(actor=actor, pair=(two[0], two[1]) if two else None, type=kind, since=since, until=until)
        with self.open() as record:
            shown = Shown(record)
            return [self.told(shown, row, noun) for row in islice(rows_of(record, noun, asked), MOST)]

    def tie(self, a: str, b: str) -> Row:
        """How two states (ISO alpha-3 codes) move: events by month with ids, what changed and with what chance, and how much there was to read."""
        from communique.analyse.changed import changed
        from communique.analyse.series import lay_out, profile

        one, other = a.upper(), b.upper()
        with self.open() as record:
            found = profile(record, self.knowledge, (one, other), layout=lay_out(record), fully=("events",))
        counts = [
            {"month": p["start"][:7], "events": ids, "stories_read": p["of_stories"], "rate": rate}
            for p, ids, rate in zip(
                found["periods"], found["series"]["events"]["rows"], found["series"]["events"]["rate"] or [], strict=False
            )
            if ids
        ]
        pair = "-".join(sorted((one, other)))
        return {
            "months": counts,
            "changed": changed(found, "events", self.knowledge),
            "unit": found["unit"],
            "permalink": f"{self.explorer}/pairs/{pair}",
        }

    def wording(self, concept: str) -> Row:
        """The story of a contested wording by its id: coiner, first uses, who promotes, adopts and rejects it, shifts."""
        from communique.analyse.ledger import ledger

        with self.open() as record:
            told = ledger(record, self.knowledge, concept)
        kept = (
            "name",
            "note",
            "coined",
            "uses",
            "documents",
            "stories",
            "first_by_coiner",
            "sides",
            "promoters",
            "adopters",
            "rejecters",
            "shifts",
        )
        return {k: told[k] for k in kept} | {"permalink": f"{self.explorer}/wording/{concept}"}

    def wordings(self) -> list[Row]:
        """The contested wordings that are followed, with their ids and uses."""
        from communique.analyse.ledger import totals

        with self.open() as record:
            return totals(record, self.knowledge)


def server(path: Path, knowledge: Knowledge, explorer: str) -> "MCPServer":
    """The server, ready to be run; needs `pip install 'communique[mcp]'`."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise CommuniqueError("the protocol's package is not installed.", hint="pip install 'communique[mcp]'") from error

    tools = Tools(path, knowledge, explorer)
    made = MCPServer("communique", instructions=RULES)

    def add(call: Any) -> None:
        def answer(*given: Any, **named: Any) -> str:
            try:
                return json.dumps(call(*given, **named), ensure_ascii=False)
            except CommuniqueError as error:
                return json.dumps({"error": str(error)}, ensure_ascii=False)

        answer.__name__, answer.__doc__ = call.__name__, call.__doc__
        answer.__annotations__ = call.__annotations__ | {"return": str}
        answer.__signature__ = signature(call)  # type: ignore[attr-defined]
        made.tool(annotations=ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False), structured_output=False)(
            answer
        )

    for call in (tools.overview, tools.search, tools.rows, tools.tie, tools.wordings, tools.wording):
        add(call)
    return made


def signature(call: Any) -> Any:
    """A tool's parameters, its answer as text."""
    import inspect

    return inspect.signature(call).replace(return_annotation=str)
