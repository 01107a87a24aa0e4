"""Attribution on one gold set: ours, the rules alone, the nearest-name baseline and textacy, by one scorer; and its time beside spaCy's parse.

usage: OMP_NUM_THREADS=1 python bench/attribution.py FOLDER     (PolNeAR's layout; textacy is measured where it is installed)

One process and one thread; what counts are the ratios of one run, for machines are noisy.
"""

import contextlib
import re
import sys
import time
from collections import defaultdict
from pathlib import Path

from communique.annotate.attribution import find_attributions
from communique.annotate.neural.model import network
from communique.annotate.parse import parse, pipeline
from communique.annotate.quotes import find_quotes
from communique.annotate.reading import Reading
from communique.annotate.stages import annotate_one
from communique.evaluate import polnear
from communique.evaluate.attribution import spans
from communique.evaluate.baseline import quoted_with_nearest_name
from communique.evaluate.scores import Counts, score
from communique.read.formats import read
from communique.read.source import Source
from communique.vocab.load import load

SHOWN = ("exact source", "exact cue", "exact content", "token source", "token cue", "token content", "linked")


def by_textacy(text: str) -> list[polnear.Attribution]:
    """textacy's direct quotations, the only kind it looks for; by paragraph, since it refuses a text with an odd number of marks."""
    from textacy.extract import direct_quotations

    out: list[polnear.Attribution] = []
    for line in re.finditer(r"[^\n]+", text):
        with contextlib.suppress(ValueError):
            for quote in direct_quotations(pipeline()(line[0])):
                at = line.start()
                out.append(
                    {
                        "source": [(at + t.idx, at + t.idx + len(t)) for t in quote.speaker],
                        "cue": [(at + t.idx, at + t.idx + len(t)) for t in quote.cue],
                        "content": [(at + quote.content.start_char, at + quote.content.end_char)],
                    }
                )
    return out


def main() -> None:
    """Time, then scores."""
    knowledge, folder = load(), Path(sys.argv[1])
    gold = dict(polnear.gold(folder))
    articles = [a for p in gold for a in read(Source(path=str(p), location=str(p)), knowledge)]
    pipeline()
    network()
    words = sum(len(a.text.split()) for a in articles)
    begun = time.perf_counter()
    parsed = parse(articles, knowledge)
    parsing = time.perf_counter() - begun
    begun = time.perf_counter()
    for article in articles:
        reading = Reading(article=article, knowledge=knowledge)
        reading.set_sentences(parsed[article.id])
        reading.set_quotations(find_quotes(article.text, article.blocks))
        find_attributions(reading)
    attributing = time.perf_counter() - begun
    print(f"{len(articles)} articles, {words:,} words, one thread")
    print(f"spaCy's full parse  {parsing:6.1f} s  {words / parsing:7,.0f} words/s")
    print(
        f"attribution         {attributing:6.1f} s  {words / attributing:7,.0f} words/s   ratio {attributing / parsing:.2f} (at most 1.0)"
    )
    table: dict[str, dict[str, list[Counts]]] = defaultdict(lambda: defaultdict(list))
    for article, marked in zip(articles, gold.values(), strict=True):
        outer = [m.spans for m in marked if not m.nested]
        systems = {"nearest name": quoted_with_nearest_name(article.text)}
        for label, alone in (("communique", False), ("rules alone", True)):
            found = annotate_one(article, parsed[article.id], knowledge, rules_only=alone)
            systems[label] = [spans(s) for s in found.statements if s.within is None]
        with contextlib.suppress(ImportError):
            systems["textacy"] = by_textacy(article.text)
        for label, found in systems.items():
            for name, counts in polnear.compare(article.text, outer, found).items():
                table[label][name].append(counts)
    print(f"\n{'F1':<14}" + "".join(f"{name:>15}" for name in SHOWN))
    for label in ("communique", "rules alone", "textacy", "nearest name"):
        if label in table:
            print(f"{label:<14}" + "".join(f"{score(table[label][name]).f1:>15.3f}" for name in SHOWN))
        else:
            print(f"{label:<14} not installed")


if __name__ == "__main__":
    main()
