"""What must hold of any text at all."""

import os
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.analyse.compare import compare
from communique.annotate.stages import annotate
from communique.model.errors import UnreadableSource
from communique.model.rows import plain
from communique.model.span import Span, merged
from communique.read.furniture import blocks_of
from communique.vocab.wording import folded

WORDS = [
    "China",
    "Vietnam",
    "Mr. Xi",
    "Xi Jinping",
    "President",
    "said",
    "that",
    "“shared future”",
    "”",
    "“",
    "visited",
    "attacked",
    "on",
    "Dec. 12",
    "in 1979",
    "he",
    "\n\n",
    "the two countries",
    "signed 36 agreements",
    ".",
    ",",
    "denied",
    "will",
    "may",
    "not",
    "(AFP)",
    "Updated:",
    "中国",
    "表示",
    "Hà Nội",
    "\r\n",
    "\u200b",
    "😀",
    "'",
    '"',
    "she recalled",
    "could say",
    "told reporters",
    "according to Hanoi",
    "the community of common destiny",
    "the so-called one-China principle",
    "rejected",
    "never used the words",
    "it",
    "命运共同体",
    "没有提及",
    "反对",
    "一带一路",
    "，",
    "。",
    "由习近平提出",
    "Biển Đông",
    "không sử dụng",
    "ủng hộ",
    "pledged $1.2 billion in aid to",
    "a loan of 30 million euros",
    "agreed to lend",
    "the treaty entered into force",
    "upgraded ties to a comprehensive strategic partnership",
    "14 agreements on rail, trade and health",
    "Lina Khatib",
    "expects",
    "will probably fall by the end of the year",
    "put the odds at 70 percent",
    "within two years",
]
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
    st.text(alphabet=string.printable + "“”‘’–—中越ế", min_size=1, max_size=300),
)
# COMMUNIQUE_TEXTS=10000 asks for more than a working day's patience.
quick = settings(
    max_examples=int(os.environ.get("COMMUNIQUE_TEXTS", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def spans_in(row: object):
    """Every [start, end] of a row, with the words that claim to stand there."""
    if isinstance(row, dict):
        if isinstance(row.get("span"), list) and row["span"]:
            yield row["span"], row.get("text")
        for key in ("source", "cue", "content"):
            for span in row.get(key) or [] if isinstance(row.get(key), list) else []:
                yield span, None
        for value in row.values():
            yield from spans_in(value)
    elif isinstance(row, list):
        for value in row:
            yield from spans_in(value)


def assert_nesting_ends(statements) -> None:
    """No statement lies within itself, however far one climbs."""
    within = {s.id: s.within for s in statements}
    for start in within:
        climbed, at = set(), start
        while at is not None:
            assert at not in climbed
            climbed.add(at)
            at = within[at]


@quick
@given(text=texts, language=st.sampled_from(["en", "en", "zh", "vi", "fr"]))
def test_every_span_slices_to_its_words(text: str, language: str, article, knowledge) -> None:
    """Whatever the text and its language, no stage breaks, and each span of each finding says what it claims."""
    try:
        made = article(text, language=language)
    except UnreadableSource:
        return
    found = next(annotate([made], knowledge))
    assert not isinstance(found, UnreadableSource), found
    assert_nesting_ends(found.statements)
    for noun in (
        found.mentions,
        found.statements,
        found.events,
        found.terms,
        found.silences,
        found.commitments,
        found.forecasts,
        found.offices,
    ):
        for (start, end), words in spans_in(plain(noun)):
            assert 0 <= start < end <= len(text)
            if words is not None:
                assert text[start:end] == words
    for promise in found.commitments:
        assert len(promise.parties) == len(promise.roles)
        assert " ".join(promise.about_span.of(text).split()) == promise.about
        assert (promise.amount_span is None) == (promise.amount is None)
        assert promise.amount_span is None or " ".join(promise.amount_span.of(text).split()) == promise.amount
        assert all(span.of(text) == words for span, words in zip(promise.named, promise.named_text, strict=True))
    for forecast in found.forecasts:
        assert (forecast.likelihood_span is None) == (forecast.likelihood_words is None)
        assert forecast.likelihood_span is None or forecast.likelihood_span.of(text) == forecast.likelihood_words


@quick
@given(a=texts, b=texts)
def test_any_two_texts_compare(a: str, b: str, article, knowledge) -> None:
    """Every clause of both stands in exactly one group."""
    try:
        row = compare(article(a), article(b), knowledge)
    except UnreadableSource:
        return
    for side in ("a", "b"):
        assert sorted(n for group in row["groups"] for n in group[side]) == list(range(len(row[side]["clauses"])))


@quick
@given(text=texts)
def test_blocks_lie_in_order_inside_the_text(text: str) -> None:
    """Blocks never overlap and never leave the text."""
    end = 0
    for block in blocks_of(text):
        assert end <= block.span.start < block.span.end <= len(text)
        end = block.span.end


@quick
@given(text=st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    """Folded text is as long as the text, so that offsets hold."""
    assert len(folded(text)) == len(text)


@quick
@given(spans=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda t: Span(min(t), max(t) + 1))))
def test_merging_is_stable(spans: list[Span]) -> None:
    """Merging merged spans changes nothing, and order does not matter."""
    text = "x" * 60
    once = merged(spans, text)
    assert merged(once, text) == once == merged(spans[::-1], text)
