"""Time of the event coding beside spaCy's parse of the same text.

usage: OMP_NUM_THREADS=1 python bench/events.py FOLDER     (a folder with text/*.txt)

One process and one thread; what counts is the ratio of one run, for machines are noisy.
"""

import sys
import time
from pathlib import Path

from communique.annotate import stages
from communique.annotate.judge import find_events
from communique.annotate.neural.acts import acts
from communique.annotate.neural.model import network
from communique.annotate.parse import parse, pipeline
from communique.annotate.reading import Reading
from communique.annotate.resolve import Resolver
from communique.read.formats import read
from communique.read.source import Source
from communique.vocab.load import load


def main() -> None:
    """Parse, then annotate with a clock around the events alone."""
    knowledge, spent = load(), [0.0, 0]
    paths = sorted((Path(sys.argv[1]) / "text").glob("*.txt"))
    articles = [a for p in paths for a in read(Source(path=str(p), location=str(p)), knowledge)]
    pipeline()
    network()
    acts()
    begun = time.perf_counter()
    parsed = parse(articles, knowledge)
    parsing = time.perf_counter() - begun

    def timed(reading: Reading, resolver: Resolver, *, rules_only: bool) -> None:
        """find_events with a clock."""
        start = time.perf_counter()
        find_events(reading, resolver, rules_only=rules_only)
        spent[0] += time.perf_counter() - start
        spent[1] += len(reading.events)

    stages.find_events = timed
    for article in articles:
        stages.annotate_one(article, parsed[article.id], knowledge)
    print(f"{len(articles)} articles, {spent[1]} events")
    print(f"spaCy's full parse  {parsing:6.1f} s")
    print(f"event coding        {spent[0]:6.1f} s   ratio {spent[0] / parsing:.2f} (at most 0.5)")


if __name__ == "__main__":
    main()
