"""In Chinese and Vietnamese a signing or upgrade between two named states is a promise; what is planned, denied or nobody's is none."""

import pytest


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("zh", "12月12日，中国和越南签署36项合作文件。", ("agreement", {"CHN", "VNM"}, 36, "合作文件")),
        ("zh", "越南和日本宣布建立全面战略伙伴关系。", ("partnership", {"VNM", "JPN"}, None, "全面战略伙伴关系")),
        ("zh", "中國和老撾簽署三份備忘錄。", ("agreement", {"CHN", "LAO"}, None, "備忘錄")),
        ("vi", "Việt Nam và Trung Quốc ký kết 14 văn kiện hợp tác.", ("agreement", {"CHN", "VNM"}, 14, "văn kiện")),
        (
            "vi",
            "Việt Nam và Hoa Kỳ nâng cấp quan hệ lên Đối tác Chiến lược Toàn diện.",
            ("partnership", {"USA", "VNM"}, None, "Đối tác Chiến lược Toàn diện"),
        ),
    ],
)
def test_a_promise_between_two_states(language, text, wanted, found) -> None:
    """Kind, parties, number and subject, each with its place."""
    (made,) = found(text, language=language).commitments
    assert (made.kind, {p.country for p in made.parties}, made.count, made.about) == wanted
    assert made.about_span.of(text) == made.about
    assert made.count_span is None or made.count_span.of(text) == str(made.count)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "中国和越南尚未签署协议。"),
        ("zh", "中国和越南将签署协议。"),
        ("zh", "中国签署协议。"),
        ("vi", "Việt Nam và Lào chưa ký hiệp định."),
        ("vi", "Việt Nam và Lào sẽ ký hiệp định."),
        ("vi", "Hai nước trao đổi về hiệp định thương mại."),
    ],
)
def test_what_is_not_signed_is_no_promise(language, text, found) -> None:
    """Plans, denials and a party alone."""
    assert not found(text, language=language).commitments
