"""The formats that can be written: one visible table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.record.store import Record
from communique.show.export import annotations, archive, citations, dna, gdelt, gold, graphs, jsonl, plover, qdpx, schema_org, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A format: how it is written, and one line for `communique formats`."""

    write: Callable[[Record, Path], list[Path]]
    about: str


EXPORTS: Mapping[str, Export] = {
    "jsonl": Export(write=jsonl.write, about="a folder with one .jsonl file a noun, as docs/reference/contract.md says"),
    "csv": Export(write=tables.write_csv, about="a folder of tables with a Frictionless datapackage.json"),
    "xlsx": Export(write=tables.write_xlsx, about="a workbook, a sheet a noun"),
    "parquet": Export(write=tables.write_parquet, about="a folder of Parquet tables with a datapackage.json, for DuckDB, R and pandas"),
    "plover": Export(write=plover.write, about="PLOVER JSON: one event a line, in the manual's fields"),
    "gdelt": Export(write=gdelt.write, about="CAMEO in GDELT 1.0's columns, and a note of what was lost"),
    "annotations": Export(write=annotations.write, about="W3C Web Annotations (JSON-LD), by position and quotation"),
    "csl": Export(write=citations.write_csl, about="the documents as CSL-JSON, for Zotero and pandoc"),
    "bibtex": Export(write=citations.write_bibtex, about="the documents as BibTeX"),
    "gexf": Export(write=graphs.write_gexf, about="ties between states as GEXF with intervals, for Gephi"),
    "graphml": Export(write=graphs.write_graphml, about="ties between states as GraphML"),
    "dna": Export(write=dna.write, about="the event list of Discourse Network Analyzer (CSV)"),
    "qdpx": Export(write=qdpx.write, about="a REFI-QDA project with texts and codings, for MAXQDA, NVivo and ATLAS.ti"),
    "schema": Export(write=schema_org.write, about="NewsArticle, Claim and ClaimReview in schema.org's JSON-LD"),
    "rocrate": Export(
        write=archive.write, about="a replication archive as an RO-Crate with PROV, without article text (`communique archive`)"
    ),
    "gold": Export(write=gold.write, about="judged rows with their texts, for `communique evaluate reviewed`"),
}
