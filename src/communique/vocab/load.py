"""Read the vocabulary tables, and a user's own files of the same form: files -> Knowledge."""

import csv
import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from communique.model.actor import Actor
from communique.model.article import Outlet
from communique.model.dates import parse_edtf
from communique.model.errors import BadVocabulary
from communique.vocab.knowledge import Concept, Frame, Knowledge, Ladder, Language, Name, Ontology, Rendering, Rung, State, Term, Variant

HERE = Path(__file__).parent
# A table is known by its columns, so that a user's file may have any name.
TABLES: dict[str, frozenset[str]] = {
    "states": frozenset({"iso3", "cow", "gw", "demonyms", "capital"}),
    "offices": frozenset({"person", "office", "of", "start", "end"}),
    "people": frozenset({"id", "name", "country", "family", "short"}),
    "outlets": frozenset({"domains", "ownership"}),
    "bodies": frozenset({"kind", "sector"}),
    "places": frozenset({"id", "name", "kind", "country", "aliases"}),
    "igos": frozenset({"id", "name", "aliases", "zh", "vi"}),
    "cities": frozenset({"city", "country"}),
    "lexicon": frozenset({"sense", "en", "zh", "vi"}),
    "ambiguous": frozenset({"word", "sign"}),
}
Row = dict[str, str]
K = TypeVar("K")
V = TypeVar("V")


def load(extra: Sequence[Path] = ()) -> Knowledge:
    """All shipped tables and concepts, then the user's own, later rows winning."""
    files = sorted(HERE.glob("gazetteers/*.csv")) + list(extra)
    seal = hashlib.sha256()
    for path in sorted(HERE.rglob("*.toml")) + files:
        seal.update(path.read_bytes())
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    for path in files:
        if path.suffix == ".csv":
            kind, rows = read_table(path)
            tables[kind] += rows
    concepts = [read_concept(p) for p in sorted(HERE.glob("concepts/*.toml")) + [p for p in extra if p.suffix == ".toml"]]
    offices = [term_of_office(row) for row in tables["offices"]]
    actors = dict(actors_of(tables))
    return Knowledge(
        version=seal.hexdigest()[:16],
        actors=actors,
        states={s.id: s for s in map(state_of, tables["states"])},
        names=tuple(sorted(set(in_both_scripts(names_of(tables))), key=lambda n: (n.text, n.target, n.how))),
        terms_of=grouped((t.person, t) for t in offices),
        holders=grouped(((t.of, t.office), t) for t in offices),
        family_names={row["id"]: row["family"] for row in tables["people"]},
        seats={row["seat"]: row["id"] for row in tables["igos"] if row.get("seat")},
        genders={row["id"]: row.get("gender", "") for row in tables["people"]},
        shorts=grouped((form, row["id"]) for row in tables["people"] for short in cells(row["short"]) for form in with_article(short)),
        places={row["id"]: row["country"] for row in tables["places"]},
        lexicon={row["sense"]: {code: tuple(cells(row[code])) for code in ("en", "zh", "vi")} for row in tables["lexicon"]},
        cities={row["city"]: row["country"] for row in tables["cities"]},
        outlets={row["id"]: Outlet(id=row["id"], name=row["name"], country=row["country"] or None) for row in tables["outlets"]},
        domains={domain: row["id"] for row in tables["outlets"] for domain in cells(row["domains"])},
        concepts={c.id: c for c in concepts},
        ladders={made.state: made for made in map(read_ladder, sorted(HERE.glob("ladders/*.toml")))},
        ambiguous=grouped((row["word"], row["sign"]) for row in tables["ambiguous"] if not row.get("kind")),
        given_names=frozenset(row["word"] for row in tables["ambiguous"] if row.get("kind") == "person"),
        not_before=grouped((row["word"], row["sign"]) for row in tables["ambiguous"] if row.get("kind") == "not before"),
        plover=read_ontology(HERE / "ontologies" / "plover"),
        languages={p.name: read_language(p) for p in sorted((HERE / "languages").iterdir()) if p.is_dir()},
    )


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """Collect values by key, in order."""
    out: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        out[key].append(value)
    return {key: tuple(values) for key, values in out.items()}


def with_article(surname: str) -> tuple[str, ...]:
    """'el-Sisi' as papers write it: El-Sisi, Al-Sisi, al-Sisi, Sisi."""
    article, _, rest = surname.partition("-")
    if article.lower() not in {"al", "el"} or not rest:
        return (surname,)
    return (rest, *(f"{form}-{rest}" for form in ("al", "Al", "el", "El")))


def cells(value: str) -> list[str]:
    """'a|b' -> ['a', 'b']"""
    return [part.strip() for part in value.split("|") if part.strip()]


def read_table(path: Path) -> tuple[str, list[Row]]:
    """A CSV and which table its columns make it."""
    with path.open(encoding="utf8", newline="") as source:
        reader = csv.DictReader(source)
        columns = frozenset(reader.fieldnames or ())
        for kind, needed in TABLES.items():
            if needed <= columns:
                return kind, [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
    raise BadVocabulary(
        f"{path}: its columns are those of no vocabulary table.", hint="Give it the header of one file in `communique vocab tables`."
    )


def term_of_office(row: Row) -> Term:
    """One row of offices.csv; year or month precision becomes the outer days."""
    try:
        start, end = parse_edtf(row["start"])[0], parse_edtf(row["end"])[1] if row["end"] else None
    except ValueError as error:
        raise BadVocabulary(f"offices: {row['person']}, {row['office']}: {error}.", hint="Write YYYY, YYYY-MM or YYYY-MM-DD.") from error
    if start is None:
        raise BadVocabulary(f"offices: {row['person']} has no start.", hint="Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return Term(person=row["person"], office=row["office"], title=row["title"], of=row["of"], start=start, end=end)


def state_of(row: Row) -> State:
    """One row of states.csv."""
    return State(
        id=row["id"],
        iso3=row["iso3"],
        name=row["name"],
        cow=row["cow"],
        gw=row["gw"],
        demonyms=tuple(cells(row["demonyms"])),
        capital=row["capital"],
        start=parse_edtf(row["start"])[0] if row["start"] else None,
        end=parse_edtf(row["end"])[1] if row["end"] else None,
        successor=row["successor"],
        identifiers={key: row[key] for key in ("iso3", "iso2", "cow", "gw") if row[key]},
    )


def actors_of(tables: dict[str, list[Row]]) -> Iterator[tuple[str, Actor]]:
    """Every actor of every table."""
    for row in tables["states"]:
        yield row["id"], Actor(id=row["id"], name=row["name"], kind="state", country=row["iso3"] or row["successor"] or None, sector="")
    for row in tables["igos"]:
        yield row["id"], Actor(id=row["id"], name=row["name"], kind="igo", country=None, sector="IGO")
    for row in tables["bodies"]:
        yield row["id"], Actor(id=row["id"], name=row["name"], kind=row["kind"], country=row["country"] or None, sector=row["sector"])
    for row in tables["outlets"]:
        yield row["id"], Actor(id=row["id"], name=row["name"], kind="media", country=row["country"] or None, sector="JRN")
    for row in tables["people"]:
        country = row["country"].partition(":")[2] if row["country"].startswith("state:") else None
        yield row["id"], Actor(id=row["id"], name=row["name"], kind="person", country=country, sector=row.get("sector") or "GOV")


def in_both_scripts(names: Iterable[Name]) -> Iterator[Name]:
    """Chinese names in the traditional script as well."""
    from opencc import OpenCC

    traditional = OpenCC("s2t")
    for name in names:
        yield name
        if name.language == "zh":
            yield replace(name, text=traditional.convert(name.text))


def names_of(tables: dict[str, list[Row]]) -> Iterator[Name]:
    """Every way to name an actor or place."""
    for row in tables["states"]:
        for text in {row["name"], row["official"], *cells(row["aliases"])} - {""}:
            yield Name(text=text, target=row["id"], how="name", language="en")
            if len(text) > 4 and text.isascii():
                yield Name(text=text.upper(), target=row["id"], how="name", language="en")
        for column, how in (("demonyms", "demonym"), ("metonyms", "metonym")):
            for text in cells(row[column]):
                yield Name(text=text, target=row["id"], how=how, language=script_of(text))
        for text in {row["capital"], *cells(row["capital_aliases"])} - {""}:
            yield Name(text=text, target=row["id"], how="capital", language=script_of(text))
        yield from native(row, "name")
    for table in ("igos", "bodies", "outlets", "people"):
        for row in tables[table]:
            for text in {row["name"], *cells(row["aliases"])}:
                yield Name(text=text, target=row["id"], how="name", language=script_of(text))
            if "zh" in row:
                yield from native(row, "name")
    for row in tables["places"]:
        for text in {row["name"], *cells(row["aliases"])}:
            yield Name(text=text, target=row["id"], how="place", language="en")


def native(row: Row, how: str) -> Iterator[Name]:
    """The Chinese and Vietnamese names of a row."""
    for code in ("zh", "vi"):
        for text in cells(row[code]):
            yield Name(text=text, target=row["id"], how=how, language=code)


def script_of(text: str) -> str:
    """zh for Han characters, vi for Vietnamese letters, else en."""
    if any("\u4e00" <= c <= "\u9fff" for c in text):
        return "zh"
    return "vi" if any(c in "ăđơưĂĐƠƯ" or "\u1ea0" <= c <= "\u1ef9" for c in text) else "en"


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, or the place where it breaks."""
    try:
        return tomllib.loads(path.read_text("utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadVocabulary(f"{path}: {error}.", hint="Mend the TOML at that place.") from error


def read_concept(path: Path) -> Concept:
    """A concept file; what it must hold is said where it is missing."""
    data = read_toml(path)
    try:
        variants = tuple(
            Variant(
                concept=data["id"],
                id=v["id"],
                kind=v.get("kind", data.get("kind", "idea")),
                language=v["language"],
                forms=tuple(v["forms"]),
                rival_of=v.get("rival_of"),
            )
            for v in data["variants"]
        )
        return Concept(
            id=data["id"],
            name=data["name"],
            kind=data.get("kind", "idea"),
            variants=variants,
            renderings=tuple(
                Rendering(**{key: r.get(key, "") if key in {"since", "until"} else r[key] for key in Rendering.__slots__})
                for r in data.get("renderings", ())
            ),
            coined_by=data.get("coined_by"),
            coined=data.get("coined"),
            note=data.get("note", ""),
            sources=tuple(data.get("sources", ())),
        )
    except KeyError as missing:
        raise BadVocabulary(f"{path}: the key {missing} is missing.", hint="See vocab/concepts/one-china.toml for the form.") from missing


def read_ladder(path: Path) -> Ladder:
    """One state's rungs; every name in small letters, the longest first."""
    data = read_toml(path)
    rungs = tuple(
        Rung(
            id=r["id"],
            name=r["name"],
            level=r["level"],
            forms=tuple(sorted({f.lower() for f in (r["name"], *r["forms"])}, key=lambda f: (-len(f), f))),
        )
        for r in data["rungs"]
    )
    known = {r.id for r in rungs}
    standing = tuple((partner, rung, since) for rung, some in data["standing"].items() for partner, since in some.items())
    for partner, rung, since in standing:
        if rung not in known:
            raise BadVocabulary(f"{path}: {partner} stands on {rung!r}, which is no rung of it.")
        parse_edtf(since)
    return Ladder(
        state=data["state"], ordered=data["ordered"], note=data["note"], sources=tuple(data["sources"]), rungs=rungs, standing=standing
    )


def read_ontology(folder: Path) -> Ontology:
    """types.toml and frames.toml of one ontology."""
    types, frames = read_toml(folder / "types.toml"), read_toml(folder / "frames.toml")["frame"]
    made = [frame_of(entry) for entry in frames]
    return Ontology(
        name=folder.name,
        types=types["types"],
        contexts={k: frozenset(v) for k, v in types["contexts"].items()},
        dimensions=tuple((d["name"], frozenset(d["contexts"]), frozenset(d["types"])) for d in types["dimensions"]),
        costly=frozenset(types["costly"]),
        stop={k: frozenset(v) for k, v in types["stop"].items()},
        by_verb=grouped((verb, f) for f in sorted(made, key=Frame.order) for verb in sorted(f.verbs)),
        by_noun=grouped((noun, f) for f in sorted(made, key=Frame.order) for noun in sorted(f.nouns)),
    )


def frame_of(entry: dict[str, Any]) -> Frame:
    """One [[frame]]: word lists become sets, prepositions keep their order."""
    values: dict[str, Any] = {k: tuple(v) if k in {"to", "by"} else frozenset(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Frame(**values)


def read_language(folder: Path) -> Language:
    """The word lists of one language; a verb's class is the first that lists it."""
    parts = {p.stem: read_toml(p) for p in sorted(folder.glob("*.toml"))}
    speech = parts.get("speech", {})
    verbs: dict[str, str] = {}
    for kind, entry in speech.get("verbs", {}).items():
        for lemma in entry["lemmas"]:
            verbs.setdefault(lemma, kind)
    return Language(
        code=folder.name,
        speech=speech,
        words=parts.get("words", {}),
        dates=parts.get("dates", {}),
        stance=parts.get("stance", {}),
        promises=parts.get("promises", {}),
        speech_verbs=verbs,
    )
