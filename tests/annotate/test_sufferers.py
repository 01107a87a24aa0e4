"""Who suffers an act as the subject of its words, and who is only weighed."""

import pytest

from . import codes, tells


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Kenya received an invitation from Japan.", "AGREE", {"JPN"}, {"KEN"}),
        ("Germany faced an investigation by the European Commission.", "ACCUSE", {"EC"}, {"DEU"}),
        ("Ukrainian soldiers came under fire from Russia near Kupiansk.", "ASSAULT", {"RUS"}, {"UKR"}),
        ("Iran suffered a cyberattack on Tuesday.", "ASSAULT", set(), {"IRN"}),
        ("Xi Jinping welcomed To Lam to Beijing on Monday.", "CONSULT", {"VNM"}, {"CHN"}),
        # Who leads a coalition acts.
        ("In Yemen, a Saudi-led military coalition is battling Houthi insurgents.", "ASSAULT", {"SAU"}, {"YEM"}),
        # 'As France did' is nobody's part in it.
        ("Russia backed Serbia as France and Britain supported Kosovo.", "SUPPORT", {"RUS"}, {"SRB"}),
    ],
)
def test_who_suffers(found, text: str, kind: str, actors: set[str], recipients: set[str]) -> None:
    tells(found(text), kind, actors, recipients)


@pytest.mark.parametrize(
    "text",
    [
        "In 2009, the United Nations came under withering criticism for its failure to speak out on abuses in Sri Lanka.",
        "Hungary faced criticism from its allies over the visit to Moscow.",
        "Viktor Orbán has been endorsed by dozens of papers ranging from Magyar Nemzet to Spain's El Mundo.",
    ],
)
def test_who_suffers_it_does_not_do_it(found, text: str) -> None:
    assert not any({"UN", "HUN"} & codes(e.actors) for e in found(text).events)


def test_advice_to_ones_own_citizens_is_no_threat(found) -> None:
    assert not any(e.type == "THREATEN" for e in found("Spain's interior ministry warned citizens against travelling to Lebanon.").events)


def test_its_means_whose_the_other_thing_is(found) -> None:
    f = found("The minister spoke of Russia's invasion of Ukraine and its annexation of Crimea.")
    assert all(codes(e.actors) == {"RUS"} for e in f.events if e.type == "ASSAULT")


def test_who_is_weighed_is_weighed_as_a_state_and_not_as_a_person(found) -> None:
    """That an act around is told of Macron does not say that this one was done to him."""
    f = found("Emmanuel Macron praised Olaf Scholz. Italy criticised the plan.")
    for event in f.events:
        for party in event.recipients:
            assert not (party.id or "").startswith("person:") or party.span is None or event.sentence.covers(party.span)


def test_refugees_are_not_barred_by_their_own_state(found) -> None:
    for event in found("Candidates in Estonia joined the bid to block Syrian refugees.").events:
        assert "SYR" not in codes(event.actors)


def test_who_speaks_of_an_attack_did_not_strike(found) -> None:
    f = found("Merkel has praised Macron since the attacks in Nice.", published="2016-08-01")
    assert all(not codes(e.actors) for e in f.events if e.type == "ASSAULT")


def test_a_person_of_no_named_state_acts_in_person(found) -> None:
    """Not the first name of that state that the passage has."""
    f = found("Spain votes on Sunday. Marta Quintanar compared Pedro Sánchez to Francisco Franco.", published="2023-07-20")
    for event in f.events:
        assert {p.text for p in event.actors} <= {"Marta Quintanar"}


def test_of_whom_something_is_said_critically_is_accused(found) -> None:
    f = found("The remark drew criticism that Hungary was spying on Poland.")
    assert all("HUN" not in codes(e.actors) for e in f.events if e.type == "ACCUSE")


def test_a_name_that_two_bear_acts_undecided(found) -> None:
    f = found("Ted Cruz met Rafael Cruz in Cuba on Monday. Cruz thanked Donald Trump on Twitter.", published="2016-09-28")
    for event in f.events:
        if event.type == "SUPPORT":
            assert [(p.id, p.text) for p in event.actors] == [(None, "Cruz")]
            assert len(event.actors[0].candidates) > 1
            assert [p.text for p in event.recipients] == ["Donald Trump"]
