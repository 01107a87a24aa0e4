from datetime import date

from communique.annotate.published import date_article


def test_a_dateline_dates(article, knowledge) -> None:
    """The day of a dateline is the day of publication, if it has its year."""
    made = date_article(article("LISBON, March 3, 2021 (Wire) - Ministers met for the third time this month.", published=None), knowledge)
    assert (made.published.basis, made.published.earliest) == ("dateline", date(2021, 3, 3))


def test_a_caption_gives_the_year_of_fresh_days(article, knowledge) -> None:
    """A caption's full date and a fresh day without a year bound publication within two weeks."""
    text = (
        "Leaders of Peru and Chile in Lima on May 4, 2022. (Reuters)\n\n"
        "Peru and Chile agreed on a border deal on May 6, the two foreign ministries said in long statements."
    )
    made = date_article(article(text, published=None), knowledge)
    assert (made.published.earliest, made.published.latest) == (date(2022, 5, 6), date(2022, 5, 20))
    assert made.published.basis == "inferred"
    assert any("May 4, 2022" in why for why in made.published.because)


def test_an_anniversary_gives_the_year(article, knowledge) -> None:
    """The 40th anniversary of a day that the text names is forty years on."""
    text = "Fiji and Samoa marked the 40th anniversary of their treaty of June 2, 1980. The ministers met on June 4 in Suva."
    made = date_article(article(text, published=None), knowledge)
    assert made.published.earliest == date(2020, 6, 4)


def test_a_lone_old_date_bounds_from_below_only(article, knowledge) -> None:
    """Papers print the year of a date mostly when it is not this year: such a date is no date of publication."""
    text = "The long quarrel goes on, officials said at length in the capital.\n\nThe two states fought on June 27, 1999, over a river."
    made = date_article(article(text, published=None), knowledge)
    assert made.published.earliest == date(1999, 6, 27)
    assert made.published.latest is None


def test_nothing_means_unknown_and_never_today(article, knowledge) -> None:
    """Without evidence the date is unknown, with the reason."""
    made = date_article(article("Ministers met again and agreed on nothing, as they often do.", published=None), knowledge)
    assert (made.published.basis, made.published.earliest, made.published.latest) == ("unknown", None, None)
    assert made.published.because
