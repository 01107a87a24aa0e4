"""Words for full-text search: text -> text with Han cut into words, so that two characters are found, and marks made optional."""

import re

HAN = re.compile(r"[\u3400-\u9fff]+")


def indexed(text: str) -> str:
    """Latin script as it is (the index drops its marks); runs of Han as search words."""
    if not HAN.search(text):
        return text.replace("đ", "d").replace("Đ", "D")
    import rjieba

    return HAN.sub(lambda m: " " + " ".join(rjieba.cut_for_search(m[0])) + " ", text)
