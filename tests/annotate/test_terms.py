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
