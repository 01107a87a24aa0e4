"""A dumb baseline for attribution: every quotation belongs to the nearest 'Name said' or 'said Name'."""

import re

from communique.evaluate.polnear import Attribution

QUOTE = re.compile(r"[“\"][^“”\"\n]{12,}[”\"]")
SAID = re.compile(
    r"(?P<a>(?:[A-Z][\w.'’-]+ ?){1,4})(?P<v>said|says|told|added)\b|\b(?P<v2>said|says|added) (?P<b>(?:[A-Z][\w.'’-]+ ?){1,4})"
)
REACH = 120


def quoted_with_nearest_name(text: str) -> list[Attribution]:
    """One attribution a quotation, where a speech verb with a name stands near."""
    out: list[Attribution] = []
    for quote in QUOTE.finditer(text):
        low = max(0, quote.start() - REACH)
        near = list(SAID.finditer(text, low, min(len(text), quote.end() + REACH)))
        if not near:
            continue
        best = min(near, key=lambda m: min(abs(m.start() - quote.end()), abs(quote.start() - m.end())))
        side, verb = ("a", "v") if best["a"] else ("b", "v2")
        out.append({"source": [best.span(side)], "cue": [best.span(verb)], "content": [quote.span()]})
    return out
