"""Who is meant by a name."""

import pytest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chad expelled two French diplomats on Monday.", "TCD"),
        ("In Jordan, protests against Israel grew.", "JOR"),
        ("Congo accused Rwanda on Monday. Kinshasa is angry.", "COD"),
        ("Jordan and the United States began joint exercises on Monday.", "JOR"),
        ("Michael Jordan visited Israel.", None),
        ("Chad Smith flew to Niger.", None),
        ("Georgia has many peaches.", None),
    ],
)
def test_names_that_may_be_persons_or_other_places(found, text: str, code: str | None) -> None:
    """Such a name is a state's where a neighbour stands beside it, and never inside a person's."""
    word = next(w for w in ("Chad", "Jordan", "Congo", "Georgia") if w in text)
    named = [m for m in found(text).mentions if m.text == word and m.actor is not None]
    assert [m.actor.country for m in named if m.actor][:1] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The US criticised Iran.", "USA"),
        ("US TROOPS LEAVE IRAQ", "USA"),
        ("GIVE US A BREAK, IRAN SAYS", None),
        ("The Bush administration criticised Iran.", "USA"),
        ("Officials of the Clinton administration flew to Iraq.", "USA"),
        ("President Nixon flew to Iran.", "USA"),
        ("New Mexico's governor criticised Iran.", None),
    ],
)
def test_names_as_papers_print_them(found, text: str, code: str | None) -> None:
    """ "US" is a state's name except among capitals; a leader's name before 'administration' is a government; New Mexico is not Mexico."""
    named = {m.actor.country for m in found(text).mentions if m.actor and m.actor.country} - {"IRN", "IRQ"}
    assert named == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Vice President Joseph R. Biden Jr. visited Israel in 2010.", "person:joe-biden"),
        ("Araghchi wrote to France.", "person:abbas-araghchi"),
        ("The president of Kiribati, Taneti Maamau, met Wang Yi.", "person:taneti-maamau"),
        ("The owner, Mark Cuban, spoke first. Cuban complained about France.", None),
    ],
)
def test_surnames_and_what_follows_them(found, text: str, actor: str | None) -> None:
    """ "Jr." belongs to a name, a surname may stand alone as who acts, and one that is also a people's name is not the people."""
    f = found(text, published="2025-07-09")
    named = {m.actor.id for m in f.mentions if m.actor}
    assert actor in named if actor else "state:CUB" not in named
    assert not {m.actor.id for m in f.mentions if m.actor and m.text in {"Jr", "Jr."}}


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("北京反对九段线的说法。", "zh", "CHN"),
        ("他在北京说，九段线是历史。", "zh", None),
        ("立法方面没有变化，九段线不变。", "zh", None),
        ("Ý rút khỏi Vành đai và Con đường.", "vi", "ITA"),
        ("Ý kiến về Vành đai và Con đường rất khác nhau.", "vi", None),
    ],
)
def test_capitals_and_short_names_without_a_parser(found, text: str, language: str, code: str | None) -> None:
    """A capital stands for its government unless a word beside it says where; a name inside another word is none."""
    named = {m.actor.country for m in found(text, language=language).mentions if m.actor and not m.place}
    assert named - {None} == ({code} if code else set())


@pytest.mark.parametrize(
    ("text", "short", "ids"),
    [
        ("Chairman Mao ordered an attack on India in 1962, historians say.", "Mao", {"person:mao-zedong"}),
        ("Foreign Ministry spokesperson Mao Ning criticised Japan. Mao said more.", "Mao", {"person:mao-ning"}),
        ("The Palestinian Authority accused Israel on Monday. The PA suspended talks.", "PA", {"state:PSE"}),
        ("The Palestinian Authority accused Israel on Monday.", "Palestinian Authority", {"state:PSE"}),
        ("The PA news agency reported that Britain had sent aid to Kenya.", "PA", set()),
    ],
)
def test_short_names_mean_who_bore_the_title_or_stands_in_the_text(found, text: str, short: str, ids: set[str]) -> None:
    assert {m.actor.id for m in found(text).mentions if m.text == short and m.actor} == ids
