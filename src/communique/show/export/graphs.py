"""Ties between states as graphs: GEXF 1.2 with intervals, for Gephi, and GraphML, for everything else."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from communique.record.queries import rows
from communique.record.store import Record
from communique.show.export.files import beside, draft

Row = dict[str, Any]
GEXF = "http://www.gexf.net/1.2draft"
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
QUADS = {"1": "verbal_cooperation", "2": "material_cooperation", "3": "verbal_conflict", "4": "material_conflict"}
COUNTS = ("events", *QUADS.values(), "statements", "documents", "stories")


def write_gexf(record: Record, out: Path) -> list[Path]:
    """One edge a pair, with an interval and counts for each period in which it is told of."""
    path, names, pairs = beside(out, ".gexf"), states(record), by_pair(record)
    whole = {"mode": "dynamic", "defaultedgetype": "undirected", "timeformat": "date"}
    with (
        draft(path) as made,
        document(made) as xml,
        xml.element("gexf", nsmap={None: GEXF}, version="1.2"),
        xml.element("graph", whole),
    ):
        with xml.element("attributes", {"class": "edge", "mode": "dynamic"}):
            for number, name in enumerate(COUNTS):
                xml.write(node("attribute", id=str(number), title=name, type="integer"))
        with xml.element("nodes"):
            for code in sorted({c for pair in pairs for c in pair}):
                xml.write(node("node", id=code, label=names.get(code, code)))
        with xml.element("edges"):
            for number, (pair, ties) in enumerate(sorted(pairs.items())):
                write_edge(xml, str(number), pair, ties)
    return [path]


def write_edge(xml: Any, identity: str, pair: tuple[str, str], ties: list[Row]) -> None:
    """A pair's edge: its counts by period, and the periods."""
    total = sum(counted(tie)["events"] + counted(tie)["statements"] for tie in ties)
    with xml.element("edge", id=identity, source=pair[0], target=pair[1], weight=str(total or 1)):
        with xml.element("attvalues"):
            for tie in ties:
                for at, name in enumerate(COUNTS):
                    if value := counted(tie)[name]:
                        xml.write(node("attvalue", {"for": str(at)}, value=str(value), **tie["period"]))
        with xml.element("spells"):
            for tie in ties:
                xml.write(node("spell", **tie["period"]))


def write_graphml(record: Record, out: Path) -> list[Path]:
    """One edge a pair and period."""
    path, names, pairs = beside(out, ".graphml"), states(record), by_pair(record)
    keys = {"label": ("node", "string"), "start": ("edge", "string"), "end": ("edge", "string"), "score": ("edge", "double")}
    keys |= dict.fromkeys(COUNTS, ("edge", "int"))
    with draft(path) as made, document(made) as xml, xml.element("graphml", nsmap={None: GRAPHML}):
        for name, (what, kind) in keys.items():
            xml.write(node("key", {"id": name, "for": what, "attr.name": name, "attr.type": kind}))
        with xml.element("graph", edgedefault="undirected"):
            for code in sorted({c for pair in pairs for c in pair}):
                with xml.element("node", id=code):
                    xml.write(valued("label", names.get(code, code)))
            for (a, b), ties in sorted(pairs.items()):
                for tie in ties:
                    with xml.element("edge", id=tie["id"], source=a, target=b):
                        said = {"start": tie["period"]["start"], "end": tie["period"]["end"], **counted(tie)}
                        said |= {"score": tie["score"]["mean"]} if tie["score"] and tie["score"]["mean"] is not None else {}
                        for name, value in said.items():
                            xml.write(valued(name, str(value)))
    return [path]


def by_pair(record: Record) -> dict[tuple[str, str], list[Row]]:
    """Ties by pair of states, in time."""
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for tie in rows(record, "ties"):
        pairs[tie["a"], tie["b"]].append(tie)
    return {pair: sorted(ties, key=lambda tie: str(tie["period"]["start"])) for pair, ties in pairs.items()}


def counted(tie: Row) -> dict[str, int]:
    """The counts of a tie, each with its denominator beside it."""
    quads = {name: tie["events_by_quad"].get(quad, 0) for quad, name in QUADS.items()}
    return {"events": sum(quads.values()), **quads, **{name: number(tie[name]) for name in ("statements", "documents", "stories")}}


def number(value: Any) -> int:
    """A count, or how many a list holds."""
    return value if isinstance(value, int) else len(value)


def states(record: Record) -> dict[str, str]:
    """Names by code."""
    return {row["country"]: row["name"] for row in rows(record, "actors") if row["kind"] == "state" and row["country"]}


@contextmanager
def document(path: Path) -> Iterator[Any]:
    """An XML file, streamed."""
    from lxml import etree

    with etree.xmlfile(str(path), encoding="utf-8") as xml:
        xml.write_declaration()
        yield xml


def node(tag: str, attributes: dict[str, str] | None = None, /, **more: str) -> Any:
    """An empty element; what no XML may hold is left out of its attributes."""
    from lxml import etree

    return etree.Element(tag, {key: legal(value) for key, value in {**(attributes or {}), **more}.items()})


def valued(key: str, value: str) -> Any:
    """GraphML's datum."""
    made = node("data", key=key)
    made.text = legal(value)
    return made


def legal(text: str) -> str:
    """Text that XML 1.0 can hold."""
    return "".join(c if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "\ufffd" for c in text)
