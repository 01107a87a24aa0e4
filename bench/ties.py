"""How long all ties take: 5,000 pairs by 240 months -> seconds and peak memory of rates, bands and changes.

python bench/ties.py [--pairs 5000] [--months 240]
"""

import argparse
import resource
import time

import numpy as np

from communique.analyse.changes import changes
from communique.analyse.rates import learn, rates


def main() -> None:
    """Print one line a step."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--pairs", type=int, default=5000)
    ask.add_argument("--months", type=int, default=240)
    given = ask.parse_args()
    rng = np.random.default_rng(1)
    level = np.exp(rng.normal(-1.5, 1.5, (given.pairs, 1)) + np.cumsum(rng.normal(0, 0.08, (given.pairs, given.months)), axis=1))
    counts = rng.poisson(level * rng.gamma(1.5, 1 / 1.5, level.shape))
    cover = rng.uniform(0.5, 1.5, given.months)
    began = time.perf_counter()
    common = learn(counts, cover)
    print(f"weights learnt   {time.perf_counter() - began:8.1f} s")
    rates(counts, cover, common=common)
    print(f"rates and bands  {time.perf_counter() - began:8.1f} s")
    changes(counts, cover, common=common)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{given.pairs} pairs by {given.months} months: {time.perf_counter() - began:.1f} s, peak {peak:.0f} MB, {counts.sum()} events")


if __name__ == "__main__":
    main()
