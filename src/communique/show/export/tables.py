"""Tables: every noun as CSV, XLSX or Parquet, with a Frictionless `datapackage.json` that names and types each column.

Nested fields are flattened: `speaker_id`, `when_earliest`; parties are joined by ' | '; what is nested deeper is JSON. Rows are streamed, twice: the
columns are known after the first pass. In CSV and XLSX a cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from communique import __version__
from communique.model.rows import cell
from communique.record.queries import INTERNAL, NOUNS, rows
from communique.record.store import Record
from communique.show.export.files import draft, folder, writing, written

Row = dict[str, Any]
AT_ONCE = 2_000
# What a cell of a spreadsheet, and a sheet of it, can hold.
MOST_CELL, MOST_ROWS = 32_000, 1_000_000
PARTS = ("id", "name", "country")
KINDS = {bool: "boolean", int: "integer", float: "number", str: "string"}


def write_csv(record: Record, out: Path) -> list[Path]:
    """One .csv a noun."""
    made = []
    for noun in NOUNS:
        schema = columns(record, noun)
        with writing(folder(out) / f"{noun}.csv") as sink:
            writer = csv.writer(sink, lineterminator="\n")
            writer.writerow(schema)
            writer.writerows([printed(row.get(name)) for name in schema] for row in flat_rows(record, noun))
        made.append((noun, schema, out / f"{noun}.csv"))
    return [*(path for _, _, path in made), described(record, out, made, "csv")]


def write_parquet(record: Record, out: Path) -> list[Path]:
    """One .parquet a noun."""
    import pyarrow
    from pyarrow import parquet

    types = {"boolean": pyarrow.bool_(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "string": pyarrow.string()}
    made = []
    for noun in NOUNS:
        kinds = columns(record, noun)
        schema = pyarrow.schema([(name, types[kind]) for name, kind in kinds.items()])
        with draft(folder(out) / f"{noun}.parquet") as path, parquet.ParquetWriter(path, schema, compression="zstd") as sink:
            for part in parts(flat_rows(record, noun)):
                held = [{name: typed(row.get(name), kind) for name, kind in kinds.items()} for row in part]
                sink.write_table(pyarrow.Table.from_pylist(held, schema=schema))
        made.append((noun, kinds, out / f"{noun}.parquet"))
    return [*(path for _, _, path in made), described(record, out, made, "parquet")]


def write_xlsx(record: Record, out: Path) -> list[Path]:
    """One workbook, a sheet a noun; texts are cut at what a cell can hold."""
    import xlsxwriter

    path = out if out.suffix == ".xlsx" else folder(out) / "communique.xlsx"
    with draft(path) as made:
        book = xlsxwriter.Workbook(
            made,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": True,
            },
        )
        book.set_properties({"created": __import__("datetime").datetime(2000, 1, 1)})
        head = book.add_format({"bold": True})
        for noun in NOUNS:
            sheet, schema = book.add_worksheet(noun), columns(record, noun)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, list(schema), head)
            for number, row in enumerate(flat_rows(record, noun), 1):
                if number > MOST_ROWS:
                    sheet.write_string(number, 0, f"a sheet holds {MOST_ROWS:,} rows: the rest is in the CSV export")
                    break
                for column, name in enumerate(schema):
                    value = printed(row.get(name))
                    sheet.write(number, column, clean(value) if isinstance(value, str) else value)
        book.close()
    return [path]


def clean(value: str) -> str:
    """A cell that XML can hold, no longer than a spreadsheet allows."""
    cut = value if len(value) <= MOST_CELL else value[:MOST_CELL] + " ... (cut)"
    return "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else " " for c in cut)


def flat_rows(record: Record, noun: str) -> Iterator[Row]:
    """The rows of a noun, flattened."""
    return (flat({k: v for k, v in row.items() if k not in INTERNAL}) for row in rows(record, noun))


def flat(row: Mapping[str, Any]) -> Row:
    """One level: fields of objects under their joined names, parties and plain lists joined, the rest as JSON."""
    out: Row = {}
    for key, value in row.items():
        if isinstance(value, dict) and value and all(isinstance(v, str | int | float | bool | None) for v in value.values()):
            out |= {f"{key}_{name}": inner for name, inner in value.items()}
        elif isinstance(value, dict) and "id" in value and "name" in value:
            out |= {f"{key}_{name}": value.get(name) for name in (*PARTS, "text", "span")}
            out[f"{key}_span"] = dumped(value.get("span"))
        elif key in {"actors", "recipients", "parties"} and isinstance(value, list):
            out |= {f"{key}_{name}": " | ".join(str(p.get(name) or "") for p in value) for name in PARTS}
            out[key] = dumped(value)
        elif isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            out[key] = " | ".join(value)
        else:
            out[key] = dumped(value) if isinstance(value, list | dict) else value
    return out


def dumped(value: Any) -> str | None:
    """JSON of what is nested; nothing of what is not there."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def columns(record: Record, noun: str) -> dict[str, str]:
    """Column -> boolean, integer, number or string, in the order of first appearance; of mixed kinds the wider."""
    found: dict[str, set[str]] = {}
    for row in flat_rows(record, noun):
        for name, value in row.items():
            kinds = found.setdefault(name, set())
            if value is not None:
                kinds.add(KINDS.get(type(value), "string"))
    return {
        name: kinds.pop() if len(kinds) == 1 else "number" if kinds == {"integer", "number"} else "string" for name, kinds in found.items()
    }


def printed(value: Any) -> Any:
    """A value as a cell."""
    if isinstance(value, str):
        return cell(value)
    return "" if value is None else ("true" if value else "false") if isinstance(value, bool) else value


def typed(value: Any, kind: str) -> Any:
    """A value in its column's kind."""
    if value is None:
        return None
    return float(value) if kind == "number" else str(value) if kind == "string" and not isinstance(value, str) else value


def parts(found: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows some thousand at a time; at least one part, for an empty table is a table."""
    held: list[Row] = []
    empty = True
    for row in found:
        held.append(row)
        if len(held) == AT_ONCE:
            yield held
            held, empty = [], False
    if held or empty:
        yield held


def described(record: Record, out: Path, made: list[tuple[str, dict[str, str], Path]], form: str) -> Path:
    """The Frictionless description of a folder of tables."""
    resources = [
        {
            "name": noun,
            "path": path.name,
            "format": form,
            "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
            **({"encoding": "utf-8", "profile": "tabular-data-resource"} if form == "csv" else {}),
            "schema": {
                "fields": [{"name": name, "type": kind} for name, kind in schema.items()] or [{"name": "id", "type": "string"}],
                "missingValues": [""],
                "primaryKey": "id",
            },
        }
        for noun, schema, path in made
        if schema
    ]
    package = {
        "profile": "data-package",
        "name": "communique",
        "title": f"What {record.path.name} holds",
        "description": "docs/reference/contract.md describes the fields. Spans are [start, end] in code points of the document's text. "
        "Cells that begin with =, +, - or @ carry an apostrophe before it (CSV).",
        "sources": [{"title": f"communique {__version__}"}],
        "resources": resources,
    }
    return written(out / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1) + "\n")
