import pytest


def said(findings, n=0):
    """A statement's speaker, cue, content words, quotation."""
    s = findings.statements[n]
    words = [part.of(findings.article.text) for part in s.spans.content]
    return s.speaker.id, s.spans.cue[0].of(findings.article.text), words, s.quotation


def test_direct_speech_before_its_cue(found) -> None:
    """An inverted attribution gives its speaker and keeps the quotation marks in the content."""
    who, cue, content, kind = said(found("“We will not sign,” said Japanese Prime Minister Fumio Kishida."))
    assert (who, cue, content, kind) == ("person:fumio-kishida", "said", ["“We will not sign,”"], "direct")


def test_that_clauses_are_content(found) -> None:
    """'that' belongs to the content; the title belongs to the source."""
    f = found("German Chancellor Olaf Scholz said that Germany would pay.")
    assert said(f)[:3] == ("person:olaf-scholz", "said", ["that Germany would pay"])
    assert f.statements[0].spans.source[0].of(f.article.text) == "German Chancellor Olaf Scholz"


def test_a_quotation_over_paragraphs_keeps_its_speaker(found) -> None:
    """A paragraph whose quotation is left open goes on with the speaker named later."""
    text = "“The river was ours before the war.\n\n“The dam must go, and it must go soon,” said Ayşe Kaya, a historian.\n\n“Nobody will pay for it.”"
    f = found(text)
    (only,) = f.statements
    assert only.speaker.name == "Ayşe Kaya"
    assert len(only.spans.content) >= 2
    assert "before the war" in text[only.spans.content[0].start : only.spans.content[0].end]
    assert any("Nobody will pay" in part.of(text) for part in only.spans.content)


def test_according_to(found) -> None:
    """'according to' gives all the rest of the clause."""
    f = found("Thailand has closed two border posts, according to Reuters.")
    assert said(f)[0] == "media:reuters"
    assert said(f)[2] == ["Thailand has closed two border posts"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iran denied that it had sent drones.", "denied"),
        ("Sergei Lavrov declined to comment on the talks.", "declined"),
        ("Chinese newspapers did not mention the agreement.", "unsaid"),
        ("Norway said that it would pay.", "attributed"),
    ],
)
def test_status(text: str, status: str, found) -> None:
    """A denial, a refusal to speak and a silence are told from a claim."""
    assert found(text).statements[0].status == status


def test_a_denial_is_not_an_event(found) -> None:
    """A denied act is recorded as a denial, never as the act."""
    f = found("Turkey denied that it had attacked Greece.")
    assert [e.realis for e in f.events if e.type == "ASSAULT"] == ["negated"]


def test_statements_nest(found) -> None:
    """What Xinhua reports that somebody said lies within Xinhua's statement."""
    f = found("Xinhua reported that Wang Yi told Sergei Lavrov that China would buy more gas.")
    outer, inner = f.statements
    assert (outer.speaker.id, inner.speaker.id, inner.within) == ("media:xinhua", "person:wang-yi", outer.id)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ('"If you look at the map," Deshmukh said, "I could have drawn those lines last week. We count more ships than any navy."', "said"),
        (
            "Olaf Scholz, who attended, recalled, \"Out of nowhere, he said, 'If we do nothing on the border, all bets are off.'\"",
            "recalled",
        ),
        (
            (
                "\"In our first meeting in Hanoi, he said, 'It has not worked; we want to work with you,'\" Scholz recalled. "
                "\"His people said, 'There are many issues; this will not be one of them.' We had a good partnership.\""
            ),
            "recalled",
        ),
        ("The governor said Berlin and the press are to blame for focusing on “he said this, he wrote that.”", "said"),
    ],
)
def test_what_is_said_in_a_quotation_lies_within(text: str, cue: str, found) -> None:
    """A cue inside a quotation never takes in the sentence around it: the outer statement stays the outer one."""
    f = found(text)
    outer = next(s for s in f.statements if s.within is None)
    assert outer.spans.cue[0].of(text) == cue
    for inner in f.statements:
        if inner is not outer:
            assert inner.within == outer.id
            assert all(any(whole.covers(part) for whole in outer.spans.content) for part in inner.spans.content)


def test_a_content_ends_before_a_heading(found) -> None:
    """What stands under the next heading, or in it, was not said."""
    f = found(
        "Talks in Oslo\n\nKenya announced the start of a “strategic partnership” between Kenya and Ghana\n\nGhana Gains\n\nThe deal is worth little.",
        titled=True,
    )
    assert all("Gains" not in part.of(f.article.text) for s in f.statements for part in s.spans.content)


def test_a_cue_without_content_is_no_statement(found) -> None:
    """Nothing but a comma is said here."""
    assert found(", she recalled").statements == ()


def test_medium_date_and_addressee(found) -> None:
    """When, where and to whom it was said come from the words around the cue, not from inside the content."""
    f = found("At a press conference on March 14, Mao Ning said that the war of 1979 is over.")
    s = f.statements[0]
    assert (s.medium, s.said.edtf) == ("press conference", "2024-03-14")
    f = found("Narendra Modi told The Hindu on Monday that India would wait.")
    s = f.statements[0]
    assert (s.medium, s.addressee, s.said.edtf) == ("interview", "The Hindu", "2024-03-18")


def test_pronouns_where_safe(found) -> None:
    """'he' is the subject of the sentence before; with two men equally near it stays undecided, with both as candidates."""
    f = found("Emmanuel Macron arrived on Monday. He said the talks were hard.")
    assert f.statements[0].speaker.id == "person:emmanuel-macron"
    f = found("Emmanuel Macron and Olaf Scholz met on Monday. “It was hard,” he said.")
    speaker = f.statements[0].speaker
    assert speaker.id is None or speaker.because
    if speaker.id is None:
        assert set(speaker.candidates) == {"person:emmanuel-macron", "person:olaf-scholz"}


def test_shudder_quotes_and_titles_are_no_statements(found) -> None:
    """Words in quotation marks are not speech by themselves."""
    assert found("The so-called “peace camp” watched the film “The Last Emperor” twice.").statements == ()


def test_chinese_and_vietnamese_first_version(found) -> None:
    """A known name before a speech verb speaks, in both languages."""
    f = found("2024年3月20日，中国外交部发言人毛宁表示，中方反对制裁，并将继续同各方保持沟通。", language="zh")
    assert said(f)[0] == "person:mao-ning"
    f = found("Ngày 20/3/2024, Người phát ngôn Phạm Thu Hằng nhấn mạnh rằng Việt Nam tôn trọng luật pháp quốc tế.", language="vi")
    assert said(f)[0] == "person:pham-thu-hang"
