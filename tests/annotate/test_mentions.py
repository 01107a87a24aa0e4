"""Who is meant by a name."""

import pytest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chad expelled two French diplomats on Monday.", "TCD"),
        ("In Jordan, protests against Israel grew.", "JOR"),
        ("Congo accused Rwanda on Monday. Kinshasa is angry.", "COD"),
        ("Jordan and the United States began joint exercises on Monday.", "JOR"),
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The US criticised Iran.", "USA"),
        ("US TROOPS LEAVE IRAQ", "USA"),
        ("GIVE US A BREAK, IRAN SAYS", None),
        ("The Bush administration criticised Iran.", "USA"),
        ("Officials of the Clinton administration flew to Iraq.", "USA"),
        ("President Nixon flew to Iran.", "USA"),
        ("New Mexico's governor criticised Iran.", None),
    ],
)
def test_names_as_papers_print_them(found, text: str, code: str | None) -> None:
    """ "US" is a state's name except among capitals; a leader's name before 'administration' is a government; New Mexico is not Mexico."""
    named = {m.actor.country for m in found(text).mentions if m.actor and m.actor.country} - {"IRN", "IRQ"}
    assert named == ({code} if code else set())
