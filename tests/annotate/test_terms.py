import pytest


def uses(findings):
    """Uses as (variant, user, stance)."""
    return {(t.variant, t.user.id, t.stance) for t in findings.terms}


def test_the_innermost_speaker_uses_a_wording(found) -> None:
    """A wording inside somebody's words is theirs."""
    f = found("Mao Ning said that the one-China principle is clear.")
    assert ("one-china-principle", "person:mao-ning", "uses") in uses(f)


def test_promotes_adopts_rejects(found) -> None:
    """Who proposes, who accepts and who refuses a wording are told apart, also where the narrator tells it."""
    text = (
        "The “community of common destiny” was proposed by Xi Jinping. Laos and Cambodia have accepted such a concept. "
        "Vietnam rejected China's “community of common destiny”."
    )
    f = found(text)
    assert ("common-destiny", "person:xi-jinping", "promotes") in uses(f)
    assert {("common-destiny", "state:LAO", "adopts"), ("common-destiny", "state:KHM", "adopts")} <= uses(f)
    assert ("common-destiny", "state:VNM", "rejects") in uses(f)


def test_instead(found) -> None:
    """'A should be B instead' rejects A and promotes B."""
    f = found("Pham Thu Hang said that the term “common destiny” should be “shared future” instead.")
    assert {("common-destiny", "person:pham-thu-hang", "rejects"), ("shared-future", "person:pham-thu-hang", "promotes")} <= uses(f)


def test_reported_silence(found) -> None:
    """An omission is recorded where the text says so, with who left out what."""
    f = found("Lai Ching-te spoke for an hour but did not mention the 1992 Consensus.")
    (silence,) = f.silences
    assert (silence.concept, silence.user.id) == ("one-china", "person:lai-ching-te")


def test_never_inside_a_longer_name(found) -> None:
    """印度 is not found in 印度尼西亚, nor 'East Sea' in 'Beast Seas'."""
    f = found("印度尼西亚总统普拉博沃·苏比安托在雅加达会见了到访的客人，双方进行了友好的交谈。", language="zh")
    assert {m.actor.id for m in f.mentions if m.actor} >= {"state:IDN"}
    assert "state:IND" not in {m.actor.id for m in f.mentions if m.actor}
    assert found("The Beast Seas tour ended in Oslo.").terms == ()


def test_tone_placement_and_hyphens_are_folded(found) -> None:
    """hoá and hóa, one-China and one China are the same words."""
    f = found("Bộ trưởng nói rằng phi hạt nhân hoá là mục tiêu chung của các nước trong khu vực.", language="vi")
    assert [t.concept for t in f.terms] == ["denuclearisation"]
    assert {v for v, _, _ in uses(found("Britain keeps its one China policy."))} == {"one-china-policy"}


def test_longest_form_and_other_spellings(found) -> None:
    """Plurals, British and American spelling, traditional characters; acronyms as acronyms; no name without its capitals."""
    assert {v for v, _, _ in uses(found("Two special military operations failed."))} == {"special-military-operation"}
    assert {v for v, _, _ in uses(found("Japan wants the denuclearizations of the region."))} == {"denuclearisation"}
    assert {v for v, _, _ in uses(found("中方主張構建人類命運共同體，並推進一帶一路建設，促進地區發展與合作。", language="zh"))} == {
        "命运共同体",
        "一带一路",
    }
    assert {v for v, _, _ in uses(found("The BRI is large; the bri is not, nor is the east sea."))} == {"belt-and-road"}


def test_short_chinese_forms_are_words_of_their_own(found) -> None:
    """南海 is not found in 海南海口."""
    text = "会议在海南海口举行，与会者参观了当地的企业，并就今后的合作进行了交流。"
    assert found(text, language="zh").terms == ()
    assert [t.concept for t in found(text + "各方讨论了南海局势。", language="zh").terms] == ["south-china-sea"]


def test_stances_without_a_parser(found) -> None:
    """Chinese and Vietnamese: refusal, support, omission, and what an official says of their own state."""
    f = found("越南没有接受“命运共同体”的说法。老挝支持全球发展倡议。越南官方媒体没有提及“一带一路”。", language="zh")
    assert {("命运共同体", "state:VNM", "rejects"), ("全球倡议", "state:LAO", "adopts")} <= uses(f)
    assert [(s.concept, s.user.country) for s in f.silences] == [("belt-and-road", "VNM")]
    f = found("Thủ tướng Phạm Minh Chính cho biết Việt Nam kiên trì chính sách một Trung Quốc và phản đối đối đầu phe phái.", language="vi")
    assert ("một-trung-quốc", "person:pham-minh-chinh", "adopts") in uses(f)


def test_a_translation_is_the_outlets(found) -> None:
    """A Chinese official's English in somebody else's paper is that paper's rendering; in a Chinese paper it is official."""
    said = "Xi Jinping said that China will build a community with a shared future."
    (there,) = found(said, outlet="Reuters").terms
    (home,) = found(said, outlet="Xinhua").terms
    assert (there.rendering.of, there.rendering.official) == (("命运共同体",), False)
    assert home.rendering.official
    assert found("Joe Biden said that the one-China policy has not changed.").terms[0].rendering is None


def test_what_no_list_knows_the_network_tells(found) -> None:
    """'Slammed' and the like: the act's type gives the stance, and who it is is never guessed."""
    assert ("nine-dash-line", "state:MYS", "rejects") in uses(found("Malaysia slammed the nine-dash line on Monday."))
    (use,) = found("Some people there rejected the Belt and Road.").terms
    assert (use.user.id, use.user.name, use.stance) == (None, "Some people", "rejects")


def test_a_language_that_is_not_served(found) -> None:
    """A wording in a French or Russian text is its outlet's, and nothing breaks."""
    (use,) = found("La Chine revendique la South China Sea, selon Paris.", language="fr").terms
    assert (use.concept, use.stance, use.user.id) == ("south-china-sea", "uses", None)
    assert found("Китай и BRI.", language="ru").terms[0].stance == "uses"


def test_what_is_vowed_undone_or_laid_at_a_door(found) -> None:
    """A vow keeps its stance, an attempt to change turns it, an accusation of defying is a defence, and two verbs side by side stay apart."""
    assert ("rules-based-order", "state:GHA", "promotes") in uses(found("Ghana vowed to protect the rules-based order."))
    assert ("rules-based-order", "state:PER", "promotes") in uses(found("Peru accused Chile of challenging the rules-based order."))
    both = uses(found("Kenya opposes decoupling and will join the Belt and Road."))
    assert {("decoupling", "state:KEN", "rejects"), ("belt-and-road", "state:KEN", "adopts")} <= both


def test_words_as_words(found) -> None:
    """'The name X' is spoken of; 'the term was coined' has no promoter."""
    assert ("de-risking", "mentions") in {(v, s) for v, _, s in uses(found("The term “de-risking” was coined in Brussels."))}
    assert ("persian-gulf", "mentions") in {(v, s) for v, _, s in uses(found("Historians say that the name Persian Gulf is old."))}


def test_users_without_a_parser(found) -> None:
    """Two who speak together both use a wording; who met another before speaking speaks; a name inside a wording holds nothing; '埃方' is the speaker's side."""
    both = uses(found("Lào và Campuchia khẳng định tự do hàng hải.", language="vi"))
    assert {u for _, u, _ in both} == {"state:LAO", "state:KHM"}
    assert {u for _, u, _ in uses(found("李强同越南总理范明政会谈时说，命运共同体走深走实。", language="zh"))} == {"person:li-qiang"}
    assert {u for _, u, _ in uses(found("武契奇说，塞方奉行一个中国原则，参与共建“一带一路”。", language="zh"))} == {
        "person:aleksandar-vucic"
    }
    assert {u for _, u, _ in uses(found("埃塞俄比亚总理阿比表示，埃方支持“一带一路”。", language="zh"))} == {"person:abiy-ahmed"}
    (jr,) = uses(found("Tổng thống Philippines Ferdinand Marcos Jr. cam kết bảo vệ tự do hàng hải.", language="vi"))
    assert jr[1] == "person:ferdinand-marcos-jr"


def test_rivals_are_variants_of_their_own_in_every_language(found) -> None:
    """Whoever says one of two rivals is not told to say the other."""
    assert {v for v, _, _ in uses(found("德黑兰坚持波斯湾的名称，反对阿拉伯湾。", language="zh"))} == {"波斯湾", "阿拉伯湾"}
    assert {v for v, _, _ in uses(found("Việt Nam và Pháp là đối tác chiến lược toàn diện.", language="vi"))} == {
        "đối-tác-chiến-lược-toàn-diện"
    }


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Peru has no plans to join the Belt and Road.", "rejects"),
        ("Peru will not be part of the Belt and Road.", "rejects"),
        ("Peru accused Chile of clinging to a Cold War mentality.", "uses"),
        ("Chile's Gabriel Boric said that there is no debt trap.", "rejects"),
        ("Chile's Gabriel Boric said that de-risking does not mean decoupling.", "rejects"),
    ],
)
def test_what_turns_a_stance(found, text: str, stance: str) -> None:
    """'No plans to', 'not part of', 'there is no', 'does not mean': refusals; what another is accused of is only a word used."""
    assert stance in {s for _, _, s in uses(found(text, published="2024-03-20"))}
