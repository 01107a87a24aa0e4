"""Write vocab/gazetteers/offices.csv and people.csv from the compact lists beside this file.

usage: python training/vocab/make_offices.py

offices_*.txt (the last: leaders of before 1991): one line an office, with its holders; people_aliases.txt and women.txt say more of them. holders.txt: one line a term, for the states with few
rows. Diacritics get an unmarked alias, as newspapers print it.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/communique/vocab/gazetteers"
TERM = re.compile(r"^(?P<name>.+?) (?P<start>\d{4}(?:-\d\d){0,2})\.\.(?P<end>\d{4}(?:-\d\d){0,2})?$")
SOURCE = "office-holder lists on public record, typed and read over by hand, checked to 2025-10"
UNCOMPARED = "public record, typed by hand in 2026-11, not compared with a second list"
REGNAL = re.compile(r" [IVX]+$")
# Leaders of before 1991.
PAST = "offices_4.txt"
OFFICES = {"S": "head_of_state", "G": "head_of_government", "F": "foreign_minister", "D": "defence_minister"}
MARKED = str.maketrans({"Đ": "D", "đ": "d", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae"})


def plain(name: str) -> str:
    """The name without marks: Trọng -> Trong, Đức -> Duc, Erdoğan -> Erdogan."""
    text = unicodedata.normalize("NFD", name.translate(MARKED))
    return "".join(c for c in text if not unicodedata.combining(c))


def family_of(name: str) -> str:
    """The last word of a name that is a name: Marcos of 'Ferdinand Marcos Jr.'."""
    return next(word for word in reversed(name.split()) if word not in {"Jr.", "Sr.", "II", "III", "IV"})


def slug(name: str) -> str:
    """A stable id: person:nguyen-phu-trong."""
    return "person:" + re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def by_state(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a compact list, each with the state whose code stands above it; '-' is none."""
    state = ""
    for line in path.read_text("utf8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if "|" in line:
            yield state, line
        else:
            state = "" if line == "-" else line


def holders() -> Iterator[tuple[dict[str, str], str, dict[str, str]]]:
    """The terms of holders.txt: the row of offices.csv, the holder's name, and what else is said of them."""
    for state, line in by_state(HERE / "holders.txt"):
        office, name, start, end, *rest = (cell.strip() for cell in line.split("|"))
        kind, title = office.split(" ", 1)
        said = {part.partition("=")[0]: part.partition("=")[2] for part in ";".join(rest).split(";")}
        row = {"person": slug(name), "office": OFFICES[kind], "title": title, "of": f"state:{state}", "start": start, "end": end}
        yield row | {"source": UNCOMPARED}, name, said


def chinese_names() -> Iterator[tuple[str, list[str]]]:
    """A person's name and its Chinese forms."""
    for line in (HERE / "zh_names.txt").read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            name, *forms = line.split("|")
            yield name, forms


def main() -> None:
    """Read the lists, write the tables."""
    offices, people, past = [], {}, set()
    for part in ("offices_1.txt", "offices_2.txt", "offices_3.txt", PAST):
        for line in (HERE / part).read_text("utf8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            state, office, title, terms = (cell.strip() for cell in line.split("|", 3))
            for term in terms.split(";"):
                match = TERM.match(term.strip())
                if match is None:
                    raise SystemExit(f"{part}: cannot read {term!r}")
                of = state if ":" in state else f"state:{state}"
                offices.append(
                    {
                        "person": slug(match["name"]),
                        "office": office,
                        "title": title,
                        "of": of,
                        "start": match["start"],
                        "end": match["end"] or "",
                        "source": UNCOMPARED if part == PAST else SOURCE,
                    }
                )
                if part == PAST and match["name"] not in people:
                    past.add(match["name"])
                people.setdefault(match["name"], of)
    newer: dict[str, dict[str, str]] = {}
    for row, name, said in holders():
        offices.append(row)
        if name not in people:
            newer.setdefault(name, {}).update(said | {"of": row["of"]})
    extra = {}
    for line in (HERE / "people_aliases.txt").read_text("utf8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, aliases, *flags = (cell.strip() for cell in line.split("|"))
            extra[name] = ([a.strip() for a in aliases.split(",")], bool(flags))
    lines = (HERE / "women.txt").read_text("utf8").splitlines()
    women = {name.strip() for line in lines if not line.startswith("#") for name in line.split(";") if name.strip()}
    unknown = (set(extra) | women) - set(people)
    if unknown:
        raise SystemExit(f"aliases of nobody: {sorted(unknown)}")
    chinese = dict(chinese_names())
    unknown = set(chinese) - set(people) - set(newer)
    if unknown:
        raise SystemExit(f"Chinese names of nobody: {sorted(unknown)}")
    with (OUT / "offices.csv").open("w", encoding="utf8", newline="") as sink:
        writer = csv.DictWriter(sink, ["person", "office", "title", "of", "start", "end", "source"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(offices, key=lambda r: (r["of"], r["office"], r["start"], r["person"])))
    with (OUT / "people.csv").open("w", encoding="utf8", newline="") as sink:
        rows: list[dict[str, str]] = []
        fields = ["id", "name", "country", "family", "short", "aliases", "gender", "source"]
        writer = csv.DictWriter(sink, fields, lineterminator="\n")
        writer.writeheader()
        for name, said in newer.items():
            words = [family_of(name)] if "s" not in said else [x for x in said["s"].split(",") if x != "-"]
            known = [x for x in said.get("a", "").split(",") if x] + [plain(name)] * (plain(name) != name) + chinese.get(name, [])
            rows.append(
                {
                    "id": slug(name),
                    "name": name,
                    "country": said["of"],
                    "family": family_of(plain(name)),
                    "short": "|".join(dict.fromkeys(form for x in words for form in (x, plain(x)))),
                    "aliases": "|".join(dict.fromkeys(known)),
                    "gender": "female" if "f" in said else "male",
                    "source": UNCOMPARED,
                }
            )
        for name, of in sorted(people.items()):
            aliases, first = extra.get(name, ([], of[-3:] in {"CHN", "VNM", "KOR", "PRK", "TWN"}))
            words = plain(name).split()
            family = words[0] if first or of[-3:] in {"VNM"} else family_of(plain(name))
            shorts = [a for a in aliases[:1] if a.isascii() and " " not in a] or [family if of[-3:] != "VNM" else words[-1]]
            if REGNAL.search(name) and (len(words) == 2 or of.endswith("VAT")):
                # Nobody calls a king or pope by his first name alone, and many others bear it.
                shorts = []
            if of.endswith("JPN") and len(words) == 2:
                # As Japan itself and Vietnam's press write it.
                aliases = [*aliases, f"{words[1]} {words[0]}"]
            full = [a for a in aliases if a not in shorts] + ([plain(name)] if plain(name) != name else []) + chinese.get(name, [])
            rows.append(
                {
                    "id": slug(name),
                    "name": name,
                    "country": of,
                    "family": family,
                    "short": "|".join(shorts),
                    "aliases": "|".join(dict.fromkeys(full)),
                    "gender": "female" if name in women else "male",
                    "source": UNCOMPARED if name in past else SOURCE,
                }
            )
        writer.writerows(sorted(rows, key=lambda r: r["name"]))
    print(len(offices), "terms of office,", len(rows), "people")


if __name__ == "__main__":
    main()
