"""HTML as a tree and as lines; hostile pages are bounded, and no parser of ours fetches anything."""

import re
from typing import Any

from communique.model.errors import UnreadableSource

DEEPEST = 2_000
BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
DROPPED = frozenset({"script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg"})


def too_deep(page: str) -> bool:
    """A page built to exhaust a parser's stack."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)(div|span|table|ul|b|i|blockquote|section|font)\b", page, re.IGNORECASE):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def refuse_deep(page: str, path: str) -> None:
    """Refuse what no browser would show."""
    if too_deep(page):
        raise UnreadableSource(path, f"its tags are nested more than {DEEPEST} deep", hint="It is no article that a browser would show.")


def tree_of(page: str) -> Any:
    """The page's tree, or None where there is none."""
    from lxml import etree, html

    try:
        return html.fromstring(page.encode("utf8", "replace"), parser=html.HTMLParser(encoding="utf8", huge_tree=False, no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def xml_of(data: bytes, path: str) -> Any:
    """The tree of an XML file; entities are not expanded, and nothing is fetched."""
    from lxml import etree

    try:
        return etree.fromstring(data, parser=etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(path, f"its XML breaks: {error}") from error


def lines_of(node: Any) -> list[str]:
    """What an element shows, line by line; a blank line where a block ends. Without recursion: depth is the page's choice."""
    from lxml import etree

    out: list[str] = []
    for event, part in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        name = part.tag if isinstance(part.tag, str) else ""
        if event == "start":
            if name == "br":
                out.append("\n")
            elif name in BLOCKS:
                out.append("\n\n")
            if part.text and not dropped(part):
                out.append(re.sub(r"\s+", " ", part.text))
        else:
            if name in BLOCKS:
                out.append("\n\n")
            if part is not node and part.tail and not dropped(part.getparent()):
                out.append(re.sub(r"\s+", " ", part.tail))
    return [line.strip() for line in "".join(out).split("\n")]


def dropped(part: Any) -> bool:
    """Whether an element lies in what no page shows."""
    while part is not None:
        if part.tag in DROPPED:
            return True
        part = part.getparent()
    return False


def paragraphs(fragment: str) -> list[str]:
    """The lines of a piece of HTML, as a feed or a mail holds it."""
    tree = tree_of(f"<div>{fragment}</div>") if fragment.strip() and not too_deep(fragment) else None
    return [line for line in lines_of(tree) if line] if tree is not None else []
