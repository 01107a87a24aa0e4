"""Write vocab/gazetteers/figures.csv from figures.txt: people in public life with their state and sector, without terms of office.

usage: python training/vocab/make_figures.py

Whoever people.csv has is left to it.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from make_offices import UNCOMPARED, by_state, plain, slug

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/communique/vocab/gazetteers"
FIELDS = ["id", "name", "country", "family", "short", "aliases", "gender", "source", "sector"]
FAMILY_FIRST = frozenset({"CHN", "VNM", "KOR", "PRK", "TWN", "HKG", "KHM"})
# Given names that stand before a family name in states where family names come first.
WESTERN = frozenset({"Jack", "Joshua", "Agnes", "Nathan", "Benny", "Jimmy", "Martin", "Regina", "Carrie", "Donald", "John", "Paul", "Pony", "Miles", "Joseph", "Eric", "Terry", "James", "Morris"})  # fmt: skip
SUFFIXES = frozenset({"Jr.", "II", "III"})


def people() -> Iterator[tuple[str, str, list[str], bool]]:
    """country, sector, names, whether a woman."""
    for country, line in by_state(HERE / "figures.txt"):
        sector, *cells = line.split("|")
        for cell in cells:
            yield country, sector, cell.rstrip("*").split("="), cell.endswith("*")


def family_name(name: str, country: str) -> str:
    """The word that papers use the second time."""
    words = [word for word in name.split() if word not in SUFFIXES]
    return words[0] if country in FAMILY_FIRST and words[0] not in WESTERN else words[-1]


def main() -> None:
    """Write the table."""
    with (OUT / "people.csv").open(encoding="utf8", newline="") as stream:
        known = {row["id"]: row for row in csv.DictReader(stream)}
    taken = {form for row in known.values() for form in (row["name"], *row["aliases"].split("|"))}
    rows: dict[str, dict[str, str]] = {}
    for country, sector, names, woman in people():
        forms = list(dict.fromkeys(form for name in names for form in (name, plain(name))))
        key = slug(names[0])
        if key in known or key in rows or any(form in taken for form in forms):
            print(f"{names[0]}: known already")
            continue
        cells = (
            key,
            names[0],
            f"state:{country}" if country else "",
            family_name(plain(names[0]), country),
            "",
            "|".join(forms[1:]),
            "female" if woman else "male",
            UNCOMPARED,
            sector,
        )
        rows[key] = dict(zip(FIELDS, cells, strict=True))
        taken |= set(forms)
    with (OUT / "figures.csv").open("w", encoding="utf8", newline="") as stream:
        table = csv.DictWriter(stream, FIELDS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows[key] for key in sorted(rows))
    print(len(rows), "people")


if __name__ == "__main__":
    main()
