"""Do the bands of ties hold the truth? Simulated records with known rates -> coverage of 90% bands, beside those of naive counts, and false changes.

A record has pairs whose true rate stays, drifts or steps; the events of a month are overdispersed; outlets report an event with a
chance that grows with the stories they print; wire copies repeat a story; one outlet is read only from the middle on.

    python bench/intervals.py [--pairs 300] [--months 120] [--records 6]
"""

import argparse

import numpy as np

from communique.analyse.changes import changes
from communique.analyse.coverage import coverage
from communique.analyse.rates import learn, rates

KINDS = ("stays", "drifts", "steps")


def truth(rng: np.random.Generator, pairs: int, months: int) -> tuple[np.ndarray, np.ndarray]:
    """True rates, pairs × months, and what kind each pair is of."""
    kind = rng.integers(0, 3, pairs)
    level = np.exp(rng.normal(0.3, 1.0, pairs))[:, None] * np.ones((1, months))
    drift = np.exp(np.cumsum(rng.normal(0, 0.08, (pairs, months)), axis=1))
    step = np.where(
        np.arange(months) >= rng.integers(months // 6, months - months // 6, pairs)[:, None], rng.choice([1 / 3, 3], pairs)[:, None], 1
    )
    return level * np.choose(kind[:, None], [np.ones_like(level), drift, step]), kind


def record(rng: np.random.Generator, rate: np.ndarray, r: np.ndarray) -> tuple:
    """What a record shows: distinct events and articles by pair and month, stories by outlet and month, who reported what."""
    _pairs, months = rate.shape
    outlets = 3
    stories = rng.poisson(rng.uniform(30, 120, outlets)[:, None] * np.ones((1, months))).astype(float)
    stories[outlets - 1, : months // 2] = 0
    theta = rng.uniform(0.15, 0.6, outlets) / stories[:, months // 2 :].mean(1)
    happened = rng.poisson(rate * rng.gamma(r, 1 / r, rate.shape))
    events, articles, reports = np.zeros_like(happened), np.zeros_like(happened), []
    find = 1 - np.exp(-theta[:, None] * stories)
    for p, t in zip(*np.nonzero(happened), strict=True):
        for found in rng.random((happened[p, t], outlets)) < find[:, t]:
            if found.any():
                events[p, t] += 1
                articles[p, t] += found.sum() + rng.poisson(1.5)  # and the wire's copies
                reports.append((int(t), frozenset(np.flatnonzero(found).tolist())))
    return events, articles, stories, reports, 1 - np.prod(1 - find, axis=0)


def naive(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each month's count of articles with Poisson's band, scaled to the true mean so that only its doubt is judged."""
    half = 1.645 * np.sqrt(np.maximum(counts, 1))
    return np.maximum(counts - half, 0), counts + half


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--pairs", type=int, default=300)
    ask.add_argument("--months", type=int, default=120)
    ask.add_argument("--records", type=int, default=6)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    held: dict[str, list[np.ndarray]] = {k: [] for k in ("model", "no coverage", "events", "articles")}
    kinds, flat, false, blind = [], 0, 0, 0
    for number in range(given.records):
        rng = np.random.default_rng([given.seed, number])
        rate, kind = truth(rng, given.pairs, given.months)
        r = rng.choice([0.7, 2.0, 8.0], given.pairs)[:, None]
        events, articles, stories, reports, seen = record(rng, rate, np.broadcast_to(r, rate.shape))
        true = rate * seen.mean()
        cover = coverage(stories, reports).relative
        for name, e in (("model", cover), ("no coverage", np.ones_like(cover))):
            made = rates(events, e)
            held[name].append((made.low <= true) & (true <= made.high))
        for name, counts, scale in (("events", events, 1.0), ("articles", articles, events.sum() / max(1, articles.sum()))):
            low, high = naive(counts)
            held[name].append((low * scale <= true) & (true <= high * scale))
        kinds.append(kind)
        stay = kind == 0
        flat += int(stay.sum())
        false += sum(map(bool, changes(events[stay], cover, common=learn(events, cover))))
        blind += sum(map(bool, changes(articles[stay], np.ones_like(cover), common=learn(articles, np.ones_like(cover)))))
    kind = np.concatenate(kinds)
    print(f"{'90% bands hold the true rate':34s}{'all':>8s}" + "".join(f"{k:>8s}" for k in KINDS))
    for name, label in (
        ("model", "this model"),
        ("no coverage", "the same, blind to coverage"),
        ("events", "Poisson band of events"),
        ("articles", "Poisson band of articles"),
    ):
        inside = np.concatenate(held[name])
        print(f"{label:34s}{inside.mean():8.3f}" + "".join(f"{inside[kind == k].mean():8.3f}" for k in range(3)))
    print(f"false changes in series that stay: {false} of {flat}, {false / max(1, flat):.1%}")
    print(f"the same on counts of articles, blind to coverage: {blind} of {flat}, {blind / max(1, flat):.1%}")


if __name__ == "__main__":
    main()
