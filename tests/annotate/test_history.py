"""What is background in a text of unknown date."""


def test_a_text_of_unknown_date_is_told_no_earlier_than_the_last_day_it_names(found) -> None:
    f = found("Kenya invaded Uganda in 1979. In March 2016 Kenya expelled the ambassador of Sudan.", published=None)
    assert {(e.type, e.historical) for e in f.events} == {("ASSAULT", True), ("SANCTION", False)}


def test_the_only_date_of_a_text_is_not_background(found) -> None:
    f = found("In March 2016 Kenya expelled the ambassador of Sudan.", published=None)
    assert [e.historical for e in f.events] == [False]
