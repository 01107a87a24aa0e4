"""Base rates on public coded data: ICEWS 2014 between states -> skill against the pooled rate, 28-day windows.

    python bench/icews.py FOLDER      the folder holds entity2id.txt, relation2id.txt, train.txt, valid.txt, test.txt

Pairs are of states themselves (rows of people, offices and bodies in brackets are left out), met when any row names both. A row's
day is taken for the day on which it became known. The first three windows train, the others are forecast one after the other.
"""

import sys
from pathlib import Path

from communique.analyse.baserates import back_test, panel
from communique.vocab.load import load

KINDS = {
    "agreements": {"Sign_formal_agreement"},
    "meetings": {
        "Consult", "Engage_in_negotiation", "Meet_at_a_'third'_location", "Discuss_by_telephone", "Make_a_visit", "Host_a_visit",
    },
    "criticism": {"Criticize_or_denounce", "Accuse"},
    "visits": {"Make_a_visit", "Host_a_visit"},
}  # fmt: skip
DAYS = 28


def numbered(path: Path) -> dict[int, str]:
    """Number -> name."""
    rows = (line.rsplit("\t", 1) for line in path.read_text("utf8").splitlines() if "\t" in line)
    return {int(number): name for name, number in rows}


def rows_of(folder: Path) -> list[tuple[str, str, str, int]]:
    """(state, state, relation, day) of all rows between two different states."""
    names = {n.text.casefold(): n.target for n in load().names if n.target.startswith("state:") and n.how in {"name", "short"}}
    states = {
        number: names[name.replace("_", " ").casefold()]
        for number, name in numbered(folder / "entity2id.txt").items()
        if name.replace("_", " ").casefold() in names
    }
    relations, out = numbered(folder / "relation2id.txt"), []
    for part in ("train", "valid", "test"):
        for line in (folder / f"{part}.txt").read_text("utf8").splitlines():
            a, relation, b, hour = (int(x) for x in line.split()[:4])
            if a in states and b in states and states[a] != states[b]:
                out.append((states[a], states[b], relations[relation], hour // 24))
    return out


def main() -> None:
    """Print a line a kind of act."""
    rows = rows_of(Path(sys.argv[1]))
    met = [(a, b, day) for a, b, _, day in rows]
    print(f"{len(rows)} rows between {len({s for a, b, _ in met for s in (a, b)})} states, {DAYS}-day windows")
    print(f"{'at least one':14s}{'forecasts':>10s}{'true':>6s}{'pooled':>8s}{'Brier':>8s}{'of pool':>9s}   skill and 90% interval")
    for kind, relations in KINDS.items():
        skill, _ = back_test(panel(((a, b, day) for a, b, r, day in rows if r in relations), met, DAYS))
        print(
            f"{kind:14s}{skill.forecasts:10d}{skill.hits:6d}{skill.pooled:8.3f}{skill.brier or 0:8.4f}{skill.brier_pooled or 0:9.4f}"
            f"   {skill.skill or 0:+.2f} [{skill.low or 0:+.2f}, {skill.high or 0:+.2f}]  {skill.verdict}"
        )


if __name__ == "__main__":
    main()
