"""Workers: the same findings as without them, and a text that kills its worker costs that text alone."""

import os
from dataclasses import replace

from communique.annotate import crew
from communique.model.errors import UnreadableSource

TEXTS = [
    f"Norway and Sweden signed a treaty on fishing in Oslo on {day}, both governments said." for day in ("Monday", "Tuesday", "Friday")
]


class Poison(str):
    """Text that ends the process which reads it."""

    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        os._exit(1)


def test_workers_change_nothing(article, knowledge) -> None:
    """The findings of chunks are the same and in the same order with two workers as with none."""
    chunks = [[article(text)] for text in TEXTS]
    alone = list(crew.over(iter(chunks), knowledge, 1))
    assert list(crew.over(iter(chunks), knowledge, 2)) == alone
    assert [found[0].article.text for found in alone] == TEXTS


def test_a_text_that_kills_its_worker_is_named(article, knowledge) -> None:
    """Whoever shares a chunk or a crew with it is read all the same."""
    good = [article(text) for text in TEXTS]
    poison = replace(article("Chad."), path="poison.txt", text=Poison("Chad."))
    chunks = [[good[0]], [good[1], poison], [good[2]]]
    first, second, third = crew.over(iter(chunks), knowledge, 2)
    assert [f.article.id for f in (*first, second[0], *third)] == [a.id for a in good]
    assert isinstance(second[1], UnreadableSource)
    assert "poison.txt" in str(second[1])
