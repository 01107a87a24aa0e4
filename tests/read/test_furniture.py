import pytest

from communique.read.furniture import blocks_of, kind_of


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Workers leave a plant in Lima, Peru, on May 24, 2019. (Ana Ruiz/AFP via Getty Images)", "caption"),
        ("Photo: A convoy near the border", "caption"),
        ("Updated: Jan. 3, 2024, 10:15 a.m.", "furniture"),
        ("Related Topics", "furniture"),
        ("Read more: The last ferry", "furniture"),
        ("Ana Ruiz is a writer for the Lima Post focusing on mining and politics.", "biography"),
        ("Li Wei contributed to this report.", "credit"),
        ("By Ana Ruiz and Li Wei", "byline"),
        ("This article has been revised to reflect a correction.", "correction"),
        ("Minister Pushes ‘New Deal’", "heading"),
        ("“We will go,” he said.", "paragraph"),
        ("The two states signed a treaty on Monday, officials said.", "paragraph"),
    ],
)
def test_lines_are_told_apart(line: str, kind: str) -> None:
    """Furniture is not prose, and captions are kept as captions."""
    assert kind_of(line) == kind


def test_a_page_in_order() -> None:
    """Title, standfirst, repeated title, byline and body of a saved page."""
    text = "Ports Reopen\n\nA long quarrel ends.\nPorts Reopen\nAna Ruiz\nUpdated:\n0:00\nThe ports of Peru reopened on Monday after a strike, officials said."
    kinds = [b.kind for b in blocks_of(text)]
    assert kinds == ["title", "standfirst", "furniture", "byline", "furniture", "furniture", "paragraph"]


def test_hard_wrapped_text_keeps_its_paragraphs() -> None:
    """Mail-wrapped lines are joined; blank lines part paragraphs."""
    body = (
        "The ministers of the two states met for three hours and agreed\nto meet again before the end of the year, a spokesman said\nin the capital after the talks.\n\n"
    ) * 3
    assert len([b for b in blocks_of(body, titled=False) if b.kind == "paragraph"]) == 3


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("The Kenyan government denounced on Saturday the seizure of its consulate in the island nation of Palau.", "paragraph"),
        ("Kenya Denounces Seizure Of Its Consulate In Palau, Calling It A Breach Of Every Rule.", "title"),
        ("The world is watching the straits again.", "title"),
    ],
)
def test_a_first_sentence_is_no_title(first: str, kind: str) -> None:
    after = "In a statement, the foreign ministry said that it deeply regrets the incident and that it calls it a serious violation."
    assert [b.kind for b in blocks_of(f"{first}\n\n{after}\n")] == [kind, "paragraph"]
