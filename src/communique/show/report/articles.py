"""Articles in the report: texts with an anchor at every sentence that a row cites."""

from collections import defaultdict
from typing import Any

from communique.show import words

Row = dict[str, Any]
SHOWN = frozenset({"title", "standfirst", "heading", "paragraph", "caption", "byline", "biography", "credit", "correction"})
CONTEXT = 200


class Sentences:
    """Gives rows their links, and remembers which sentences are linked to."""

    def __init__(self, documents: dict[str, Row]) -> None:
        self.documents = documents
        self.linked: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self.numbers = {document: f"d{i}" for i, document in enumerate(sorted(documents), 1)}

    def of(self, row: Row) -> Row:
        """The link to a row's sentence, its words before, at and after the evidence, and the document's heading."""
        document = self.documents[row["document"]]
        span = row["span"] if "span" in row else (row["spans"]["cue"] or row["spans"]["content"])[0]
        low, high = self.bounds(row, span, document["text"])
        self.linked[row["document"]].add((low, high))
        text = document["text"]
        return {
            "href": f"#{self.numbers[row['document']]}-{low}",
            "before": text[max(low, span[0] - CONTEXT) : span[0]],
            "words": text[span[0] : span[1]],
            "after": text[span[1] : min(high, span[1] + 2 * CONTEXT)],
            "source": source_line(document),
            "span": span,
            "document": row["document"],
        }

    def bounds(self, row: Row, span: list[int], text: str) -> tuple[int, int]:
        """The sentence around the evidence, or the line where none is kept."""
        if row.get("sentence"):
            return min(row["sentence"][0], span[0]), max(row["sentence"][1], span[1])
        start = text.rfind("\n", 0, span[0]) + 1
        end = text.find("\n", span[1])
        return start, len(text) if end < 0 else end

    def text(self, document: str, spans: list[list[int]]) -> str:
        """The words of several spans, an ellipsis between."""
        return " … ".join(self.documents[document]["text"][a:b] for a, b in spans)


def source_line(document: Row) -> str:
    """'The Epoch Times (USA), 17–31 Dec 2023'"""
    parts = [words.outlet(document) or "outlet not known", words.when(document["published"]) or "undated"]
    return ", ".join(parts)


def laid_out(documents: dict[str, Row], cite: Sentences) -> list[Row]:
    """Every article as blocks of pieces; a piece that a row cites has an anchor."""
    out = []
    for document, row in sorted(documents.items(), key=lambda item: (item[1]["published"]["earliest"] or "9999", item[0])):
        cuts = sorted(cite.linked[document])
        blocks = [
            {"kind": kind, "pieces": pieces(row["text"], start, end, cuts, cite.numbers[document])}
            for kind, start, end in row["blocks"]
            if kind in SHOWN
        ]
        out.append({"anchor": cite.numbers[document], "row": row, "blocks": blocks, "source": source_line(row)})
    return out


def pieces(text: str, start: int, end: int, cuts: list[tuple[int, int]], number: str) -> list[Row]:
    """A block cut at the sentences that are cited; overlapping citations share the first one's anchor and keep their own."""
    out: list[Row] = []
    used: set[str] = set()
    at = start
    for low, high in cuts:
        if high <= start or low >= end:
            continue
        anchor = f"{number}-{low}"
        fresh = [anchor] if anchor not in used else []
        used.add(anchor)
        if low > at:
            out.append({"text": text[at:low], "ids": []})
            at = low
        stop = min(high, end)
        if stop > at:
            out.append({"text": text[at:stop], "ids": fresh, "cited": True})
            at = stop
        elif out:
            out[-1]["ids"] += fresh
    if at < end:
        out.append({"text": text[at:end], "ids": []})
    return [piece | {"cited": bool(piece.get("cited"))} for piece in out]
