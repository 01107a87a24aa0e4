"""Acts at home, and sides of which no word says whose they are."""

import pytest

from . import tells


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        # Who arrests is not named: the state where it is done, else the one of whom it is done to.
        ("Three Ghanaian traders were arrested in Lomé on Friday.", "COERCE", {"TGO"}, {"GHA"}),
        ("Two Chadian editors were jailed in May.", "COERCE", {"TCD"}, {"TCD"}),
        # Police are of the place, and not of those whom they arrest.
        ("Norway's minister was in Oslo. Police in Oslo arrested four Tajiks.", "COERCE", {"NOR"}, {"TJK"}),
        # Lawmakers quarrel with the rulers of their own state.
        ("Kenyan Senator James Orengo criticised the president over the tax.", "ACCUSE", {"KEN"}, {"KEN"}),
        ("Students in Dhaka accused the government of Bangladesh of fraud.", "ACCUSE", {"BGD"}, {"BGD"}),
        ("Turkish F-16s shot down a Russian bomber near the Syrian border on Tuesday.", "ASSAULT", {"TUR"}, {"RUS"}),
    ],
)
def test_whose_they_are(found, text: str, kind: str, actors: set[str], recipients: set[str]) -> None:
    tells(found(text), kind, actors, recipients)


def test_what_is_not_named_says_why(found) -> None:
    """A party without words of its own has a reason."""
    event = next(e for e in found("Two Chadian editors were jailed in May.").events if e.type == "COERCE")
    assert [p.text for p in event.actors] == [""]
    assert any("nobody is named" in r.text for p in event.actors for r in p.because)


@pytest.mark.parametrize(
    "text", ["The senator called into a radio show in Peru.", "Kenya's prosecutors appealed the case to a higher court."]
)
def test_words_after_a_verb_that_mean_something_else(found, text: str) -> None:
    assert not [e for e in found(text).events if e.type == "REQUEST"]


def test_backing_out_is_no_support(found) -> None:
    assert "SUPPORT" not in {e.type for e in found("Washington backed out of the deal with Mexico.").events}
