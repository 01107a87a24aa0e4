"""The report's timeline."""

from communique.show.report.timeline import short


def test_a_label_never_guesses_which_of_the_names_is_the_surname() -> None:
    people = [
        {"id": "person:hun-sen", "name": "Hun Sen", "country": "KHM"},
        {"id": "person:anwar-ibrahim", "name": "Anwar Ibrahim", "country": "MYS"},
    ]
    event = {"actors": people, "recipients": [{"id": "state:CHN", "name": "China", "country": "CHN"}], "type": "CONSULT", "mode": "visit"}
    assert short(event) == "Hun Sen, Anwar Ibrahim → China: visit"
    assert short(event | {"actors": [*people, *people], "recipients": [], "mode": ""}) == "Hun Sen, Anwar Ibrahim…: consult"
