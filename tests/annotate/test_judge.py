"""Acts that no rule knows, and sides that the clause does not name."""

import numpy as np
import pytest

from communique.annotate.neural.acts import acts, windows
from communique.annotate.neural.weigh import scales
from communique.annotate.sides import Scene, about, deed_of, settled, signs_of
from communique.annotate.told import Told, at_odds

from . import tells


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Ghana held Togo responsible for the attack on Monday.", "ACCUSE", {"GHA"}, {"TGO"}),
        ("Laos put three Thai companies on a blacklist.", "SANCTION", {"LAO"}, {"THA"}),
    ],
)
def test_acts_that_no_rule_knows(found, text: str, kind: str, actors: set[str], recipients: set[str]) -> None:
    tells(found(text), kind, actors, recipients)


def test_a_side_told_before_points_to_its_words_and_says_so(found) -> None:
    f = found("Rebels killed nine soldiers in Mali on Monday. Senegal condemned the attack.")
    event = next(e for e in f.events if e.type == "ACCUSE")
    for party in (*event.actors, *event.recipients):
        assert party.span is None or party.span.of(f.article.text) == party.text
    assert all(r.text for p in event.recipients for r in p.because)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's central bank raised its key rate by half a point on Monday.",
        "Malaria killed 600,000 people in Nigeria last year.",
        "Forty people were killed by floods in Pakistan on Friday.",
        "Super Typhoon Yagi hit the Chinese island of Hainan on Friday with winds of 230 kilometres an hour.",
        "A protest by drivers in Kenya was called off.",
        "Qatar asked Iran how mediation could succeed.",
        "The Brazilian striker attacked from the left and beat two Chilean defenders.",
    ],
)
def test_no_act(found, text: str) -> None:
    assert found(text).events == ()


def test_weighing_is_the_same_in_any_order() -> None:
    signs = {"CHN": {"subject", "named:0", "type ACCUSE"}, "VNM": {"object", "named:0", "type ACCUSE"}, "USA": {"named:2"}}
    turned = dict(reversed(signs.items()))
    assert scales("actors").weigh(signs, dict) == scales("actors").weigh(turned, dict) == {"CHN"}
    assert scales("recipients").weigh({}, dict) == frozenset()


def test_the_passage_has_a_say_of_bounded_weight_and_is_not_read_where_it_changes_nothing() -> None:
    def never() -> dict[str, float]:
        raise AssertionError

    plain = {"CHN": {"rule actor", "subject", "named:0", "as:state", "before it"}}
    assert scales("actors").weigh(plain, never) == {"CHN"}
    doubtful = {"CHN": {"named:1", "subject 1 back", "last actor, 1", "no place", "nobody has a place"}}
    sides = [scales("actors").weigh(doubtful, lambda odds=odds: {"CHN": odds}) for odds in (-60.0, -6.0, 6.0, 60.0)]
    assert sides[0] == sides[1]
    assert sides[2] == sides[3]


def test_the_deed_that_an_object_names_is_the_one_told_before() -> None:
    told = [
        Told(sentence=0, type="COERCE", lemma="arrest", actors=frozenset({"LAO"}), recipients=frozenset({"THA"})),
        Told(sentence=1, type="AID", lemma="send", actors=frozenset({"JPN"}), recipients=frozenset({"LAO"})),
    ]
    scene = Scene(deed=("arrest", "COERCE"))
    assert deed_of(scene, told) is told[0]
    assert deed_of(Scene(deed=("decision", "")), told) is told[1]
    assert deed_of(Scene(), told) is None


def told_at(sentence: int, kind: str, actors: str, recipients: str = "") -> Told:
    return Told(sentence=sentence, type=kind, lemma="", actors=frozenset(actors.split()), recipients=frozenset(recipients.split()))


def test_both_are_the_two_of_the_act_before() -> None:
    told = [told_at(0, "ASSAULT", "IND", "PAK")]
    act = told_at(1, "REQUEST", "CHN")
    assert settled(Scene(several="both"), act, "", told) == {"IND", "PAK"}
    assert settled(Scene(peace=True), act, "", told) == {"IND", "PAK"}
    assert settled(Scene(), act, "resign", told) == frozenset()


def test_those_at_odds_are_the_two_of_whom_most_is_told() -> None:
    told = [
        told_at(0, "ACCUSE", "PER", "BOL"),
        told_at(1, "REQUEST", "PER", "UN"),
        told_at(2, "REJECT", "BOL", "PER"),
        told_at(3, "ACCUSE", "PER", "USA"),
    ]
    assert at_odds(told_at(4, "AGREE", "CHL"), told) == {"PER", "BOL"}
    assert at_odds(told_at(4, "AGREE", "BOL"), told) == {"PER", "USA"}
    assert at_odds(told_at(1, "AGREE", "AGO"), [told_at(0, "ASSAULT", "MOZ", "MOZ")]) == {"MOZ"}
    assert at_odds(told_at(1, "AGREE", "AGO"), []) == frozenset()


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Peru accused Bolivia on Monday of moving the border stones. Bolivia denied it. Chile offered to mediate.", "AGREE", {"CHL"}, {"PER", "BOL"}),
        ("Peru accused Bolivia on Monday of moving the border stones. Bolivia denied it. Chile called for restraint.", "REQUEST", {"CHL"}, {"PER", "BOL"}),
        ("Peru accused Bolivia on Monday of moving the border stones. Bolivia denied it. Argentina stayed silent. Chile pleaded with both to stop.", "REQUEST", {"CHL"}, {"PER", "BOL"}),
        ("Latvia, Lithuania and Estonia expelled five Russian diplomats on Monday. Belarus recalled its ambassadors from the three capitals.", "SANCTION", {"BLR"}, {"LVA", "LTU", "EST"}),
        ("Gambia's police arrested 20 students on Monday. On Friday the police shot a boy.", "ASSAULT", {"GMB"}, {"GMB"}),
        ("Togo's army fired on a crowd on Monday. Britain and France protested.", "ACCUSE", {"GBR", "FRA"}, {"TGO"}),
    ],
)  # fmt: skip
def test_recipients_that_sentences_before_tell(found, text: str, kind: str, actors: set[str], recipients: set[str]) -> None:
    tells(found(text), kind, actors, recipients)


def test_who_hears_a_complaint_is_not_accused(found) -> None:
    f = found("Japan restricted chemicals for South Korean chip makers on Monday, and Seoul complained to the World Trade Organization.")
    tells(f, "ACCUSE", {"KOR"}, {"JPN"})


def test_what_could_be_is_not_done_to_oneself(found) -> None:
    for event in found("All the countries of the region are worried that the CCP will start a war.").events:
        assert not {p.id for p in event.actors} & {p.id for p in event.recipients}


def test_signs_do_not_hang_on_the_order_of_parties() -> None:
    one, other = Scene(signs={"CHN": {"subject"}, "USA": {"named:1"}}), Scene(signs={"USA": {"named:1"}, "CHN": {"subject"}})
    assert signs_of(one, [], 0, None) == signs_of(other, [], 0, None)
    assert about("CONSULT", "visit") == {"type CONSULT", "mode visit"}


def test_windows_cut_no_sentence_that_fits() -> None:
    class Sixty:
        """Sixty words in six sentences."""

        sentence = np.repeat(np.arange(6), 10)

        def __len__(self) -> int:
            return 60

    pieces = [(1,) * 10] * 60
    parts = list(windows(Sixty(), pieces, {0, 1, 3, 4, 5}))  # type: ignore[arg-type]
    assert [sorted(set(np.repeat(np.arange(6), 10)[p])) for p in parts] == [[0, 1], [3, 4], [5]]
    assert acts() is acts()


@pytest.mark.parametrize(
    "text",
    [
        "Xi Jinping meets Hun Sen in Phnom Penh\n\nThe leaf fell in Cambodia on Monday, and nobody in China saw it fall at all.",
        "The former police officer shot himself in France last month.",
    ],
)
def test_headlines_and_suicides_are_no_acts(found, text: str) -> None:
    """A headline tells again what the text tells; who shoots himself does nothing to anybody."""
    assert not [e.text for e in found(text).events if e.type in {"CONSULT", "ASSAULT"}]


def test_a_refusal_by_a_negated_verb_happened(found) -> None:
    """'Will not accept': the network calls it a refusal, and that refusal took place; what is said and the saying are one act."""
    refusals = [e for e in found("Bangladesh says it will not accept any Rohingya refugees fleeing Myanmar.").events if e.type == "REJECT"]
    assert [e.realis for e in refusals] == ["happened"]
