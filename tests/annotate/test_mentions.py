"""Who is meant by a name."""

import pytest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chad expelled two French diplomats on Monday.", "TCD"),
        ("In Jordan, protests against Israel grew.", "JOR"),
        ("Congo accused Rwanda on Monday. Kinshasa is angry.", "COD"),
        ("Michael Jordan visited Israel.", None),
        ("Chad Smith flew to Niger.", None),
        ("Georgia has many peaches.", None),
    ],
)
def test_names_that_may_be_persons_or_other_places(found, text: str, code: str | None) -> None:
    """Such a name is a state's where a neighbour stands beside it, and never inside a person's."""
    word = next(w for w in ("Chad", "Jordan", "Congo", "Georgia") if w in text)
    named = [m for m in found(text).mentions if m.text == word and m.actor is not None]
    assert [m.actor.country for m in named if m.actor][:1] == ([code] if code else [])
