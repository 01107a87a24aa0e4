def test_commitments(found) -> None:
    """A counted signing, an upgrade and an offer are commitments with count, rung and status; a wish is none."""
    f = found(
        "China and Peru signed 28 agreements on Monday. Chile and Japan upgraded relations to a strategic partnership. "
        "Norway offered $5 million in aid to Malawi. Spain may offer a loan to Mali."
    )
    rows = {(c.kind, c.status, c.count, c.amount) for c in f.commitments}
    assert ("agreement", "signed", 28, None) in rows
    assert any(c.kind == "partnership" and c.about == "strategic partnership" for c in f.commitments)
    assert ("aid", "offered", None, "$5 million") in rows
    assert len(f.commitments) == 3


def test_forecasts(found) -> None:
    """An expert's 'will probably' is a forecast with its words and an interval; a government's own plan is none."""
    f = found(
        "“Russia will probably leave the treaty by 2026,” said Ida Holm, an analyst. "
        "Russian Foreign Minister Sergei Lavrov said that Russia will leave the treaty."
    )
    (forecast,) = f.forecasts
    assert forecast.forecaster.name == "Ida Holm"
    assert forecast.likelihood_words == "will probably"
    assert forecast.likelihood is not None
    assert forecast.horizon is not None
    assert forecast.resolution == "open"
