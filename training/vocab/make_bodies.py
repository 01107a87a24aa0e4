"""Write vocab/gazetteers/organisations.csv from bodies.txt, and the signs that its words need into signs.csv.

usage: python training/vocab/make_bodies.py

A name that another table has already is left to that table and printed, so that no name comes to mean two bodies.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from make_offices import UNCOMPARED, by_state, plain, slug

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/communique/vocab/gazetteers"
KINDS = {
    "G": ("gov", "government"),
    "M": ("mil", "armed_forces"),
    "P": ("party", "party"),
    "R": ("group", "group"),
    "C": ("company", "company"),
    "N": ("ngo", "ngo"),
    "I": ("igo", "igo"),
}
FIELDS = ["id", "name", "kind", "country", "sector", "aliases", "zh", "vi", "source"]
LONGEST_CODE = 7


def known() -> dict[str, str]:
    """Every name of the other tables, and of what."""
    out: dict[str, str] = {}
    for table in ("bodies", "igos", "outlets", "states", "people"):
        with (OUT / f"{table}.csv").open(encoding="utf8", newline="") as stream:
            for row in csv.DictReader(stream):
                columns = [row["name"], row.get("aliases", ""), row.get("metonyms", "")]
                out |= dict.fromkeys((cell.strip() for column in columns for cell in column.split("|")), row["id"])
    return out


def lines() -> Iterator[tuple[str, str, str, str, list[str], list[str]]]:
    """country, kind, sector, name, other names, signs of each body."""
    for country, line in by_state(HERE / "bodies.txt"):
        kind, name, aliases, signs, *_ = [*line.split("|"), "", ""]
        letter, sector = kind.split()
        cells = [[cell.strip() for cell in part.split(";") if cell.strip()] for part in (aliases, signs)]
        yield country, letter, sector, name, *cells


def identity(prefix: str, country: str, name: str, others: list[str]) -> str:
    """party:tur-good-party; a body of no state by its letters, where it has some: igo:IOM."""
    code = next((form for form in (name, *others) if form.isupper() and form.isalpha() and len(form) <= LONGEST_CODE), "")
    if not country and code:
        return f"{prefix}:{code}"
    return ":".join((prefix, "-".join(filter(None, (country.lower(), slug(name).partition(":")[2])))))


def main() -> None:
    """Write the tables."""
    taken, rows, signs = known(), [], []
    for country, letter, sector, name, aliases, needed in lines():
        prefix, kind = KINDS[letter]
        forms = list(dict.fromkeys(form for text in (name, *aliases) for form in (text, plain(text))))
        free = [form for form in forms if form not in taken]
        for form in forms:
            if form in taken:
                print(f"{form}: known as {taken[form]}")
        if name not in free:
            print(f"  left out: {', '.join(free)}")
            continue
        key = identity(prefix, country, free[0], free[1:])
        taken |= dict.fromkeys(free, key)
        rows.append(dict(zip(FIELDS, (key, free[0], kind, country, sector, "|".join(free[1:]), "", "", UNCOMPARED), strict=True)))
        signs += [{"word": form, "sign": sign, "source": UNCOMPARED} for form in free for sign in needed if sign != form]
    with (OUT / "organisations.csv").open("w", encoding="utf8", newline="") as stream:
        table = csv.DictWriter(stream, FIELDS, lineterminator="\n")
        table.writeheader()
        table.writerows(sorted(rows, key=lambda row: row["id"]))
    with (OUT / "signs.csv").open("w", encoding="utf8", newline="") as stream:
        table = csv.DictWriter(stream, ["word", "sign", "source"], lineterminator="\n")
        table.writeheader()
        table.writerows(sorted(signs, key=lambda row: (row["word"], row["sign"])))
    print(len(rows), "bodies,", len({row["word"] for row in signs}), "names that need a sign")


if __name__ == "__main__":
    main()
