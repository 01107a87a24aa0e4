import pytest


def named(findings):
    """Mentions as words -> actor id or candidates."""
    return {m.text: (m.actor.id if m.actor else m.candidates) for m in findings.mentions}


def test_short_forms_mean_the_full_name_of_the_text(found) -> None:
    """'Mr. Wu' is Wu Zhongshan where he is the only Wu, though a foreign minister is called Wu too."""
    f = found("Wu Zhongshan, a scholar, spoke first. Mr. Wu said it was late.")
    assert named(f)["Wu"] == "person:wu-zhongshan"


def test_two_people_of_one_name_stay_undecided(found) -> None:
    """Two Kims: the candidates are named, nobody is guessed."""
    f = found("Kim Jong Un met his sister Kim Yo Jong. Kim left early.")
    assert set(named(f)["Kim"]) == {"person:kim-jong-un", "person:kim-yo-jong"}


def test_an_office_holder_by_surname_and_date(found) -> None:
    """'President Trump' in 2018 and 'Prime Minister Abe' in 2015 are who held the office then."""
    assert named(found("President Trump spoke in Ohio.", published="2018-05-01"))["Trump"] == "person:donald-trump"
    assert named(found("Prime Minister Abe spoke in Osaka.", published="2015-05-01"))["Abe"] == "person:shinzo-abe"


def test_titles_give_office_country_and_sector(found) -> None:
    """'Peruvian President Juana Ruiz' is a person of Peru in that office."""
    f = found("Peruvian President Juana Ruiz arrived in Quito.")
    (office,) = f.offices
    assert (office.name, office.kind, office.of) == ("Juana Ruiz", "head_of_state", "PER")


def test_appositions(found) -> None:
    """An office after the name counts, and a former one is marked so and is no present office."""
    f = found("Marta Oliveira, the Brazilian ambassador to Ghana, resigned. Jon Berg, a former foreign minister, spoke.")
    assert [(o.name, o.kind, o.of) for o in f.offices] == [("Marta Oliveira", "ambassador", "BRA")]


@pytest.mark.parametrize(
    ("text", "georgia"), [("Voters in Georgia and Florida went to the polls.", False), ("Georgia and Russia met in Tbilisi.", True)]
)
def test_georgia(text: str, georgia: bool, found) -> None:
    """The U.S. state is no actor; the country needs a sign."""
    assert ("state:GEO" in named(found(text)).values()) is georgia


def test_a_plain_body_belongs_to_the_state_named_before_it(found) -> None:
    """Manila's National Security Council is not Washington's."""
    f = found("Manila's National Security Council warned China.")
    body = next(m.actor for m in f.mentions if m.text == "National Security Council")
    assert body is not None
    assert body.country == "PHL"
