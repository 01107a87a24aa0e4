"""What did not happen thereby, though its words stand in the past."""

import pytest


@pytest.mark.parametrize(
    ("text", "kind", "realis"),
    [
        ("Say Mexico demanded that the United States prove it.", "REQUEST", "hypothetical"),
        ("Suppose Poland closed its border with Belarus.", "COERCE", "hypothetical"),
        ('The minister said in Israel: "The mission is to destroy Hezbollah."', "ASSAULT", "hypothetical"),
        ("Obama left after an announcement that Washington's ban on sales of weapons to Vietnam would be lifted.", "CONCEDE", "planned"),
        # 'did not know and accused': the accusation was made.
        ("Orban said France did not know of it and accused Poland of a plot.", "ACCUSE", "happened"),
        ("Britain's decision to leave the European Union worried Dublin.", "SANCTION", "planned"),
        # What is to stop goes on.
        ("Russia has not stopped shelling Ukraine.", "ASSAULT", "happened"),
        # The 'no' is what makes it a refusal.
        ("Japan offered no apology to South Korea.", "REJECT", "happened"),
    ],
)
def test_realis(found, text: str, kind: str, realis: str) -> None:
    told = {(e.type, e.realis) for e in found(text).events}
    assert (kind, realis) in told, told
    assert len({r for k, r in told if k == kind}) == 1, told


@pytest.mark.parametrize(
    "text", ["France stopped short of condemning Israel.", "Poland is steering clear of criticising Hungary over its visit."]
)
def test_what_one_shies_away_from_did_not_happen(found, text: str) -> None:
    assert not any(e.realis in {"happened", "ongoing"} for e in found(text).events)


def test_once_dates_its_own_clause(found) -> None:
    (event,) = found("Macron invited Zelensky, who once led a television company, to Paris.", published="2023-03-01").events
    assert not event.historical
