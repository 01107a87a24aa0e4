"""A user's own format: one TOML file that says where an article's parts stand in a page or a JSON tree. Data, never code.

    name = "Ministry of X, saved pages"
    ending = ".html"
    match = "//meta[@name='generator' and @content='MinistryCMS']"
    each = "//div[@class='release']"
    title = ".//h1"
    published = ".//span[@class='date']"
    outlet = "'Ministry of X'"
    body = ".//div[@class='text']//p"

Paths are XPath 1.0; `match` chooses the pages, `each` the articles of one; `outlet`, `byline`, `language`, `url`, `standfirst`, `caption` and
`correction` may be given too. A path in quotation marks is a constant.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.model.errors import CommuniqueError
from communique.read.encoding import decode
from communique.read.items import Counted, Found, Item, article, one_line
from communique.read.markup import lines_of, refuse_deep, tree_of, xml_of
from communique.read.metadata import of_mapping
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

FIELDS = ("title", "byline", "outlet", "country", "published", "language", "url")
MANY = ("body", "caption", "correction")
KNOWN = frozenset({"name", "ending", "match", "each", "standfirst", *FIELDS, *MANY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A described format; `paths` are (part, XPath) pairs."""

    name: str
    ending: str
    match: str
    each: str
    paths: tuple[tuple[str, str], ...]


def shape_of(path: Path) -> Shape:
    """A description, checked: every path must be XPath, every part known."""
    from lxml import etree

    try:
        said = tomllib.loads(path.read_text("utf8"))
    except (OSError, ValueError) as error:
        raise CommuniqueError(f"{path}: {error}.", hint="docs/how-to/corpora.md shows a described format.") from error
    unknown = sorted(set(said) - KNOWN) or sorted(k for k, v in said.items() if not isinstance(v, str))
    missing = [key for key in ("name", "ending", "body") if not said.get(key)]
    if unknown or missing:
        what = f"it does not know {', '.join(unknown)}" if unknown else f"it lacks {', '.join(missing)}"
        raise CommuniqueError(f"{path}: {what}.", hint=f"Known are {', '.join(sorted(KNOWN))}, each a string.")
    for key, value in said.items():
        if key not in {"name", "ending"}:
            try:
                etree.XPath(value)
            except etree.XPathSyntaxError as error:
                raise CommuniqueError(f"{path}: {key} = {value!r} is no XPath ({error}).") from error
    parts = tuple(sorted((k, v) for k, v in said.items() if k not in {"name", "ending", "match", "each"}))
    return Shape(name=said["name"], ending=said["ending"].lower(), match=said.get("match", ""), each=said.get("each", "/*"), paths=parts)


def shape_for(source: Source) -> tuple[Shape, Any] | None:
    """The first described format that fits a file, with the file's tree."""
    fitting: Sequence[Shape] = [shape for shape in source.shapes if shape.ending == source.suffix]
    if not fitting:
        return None
    data = source.bytes()
    if source.suffix in {".html", ".htm"}:
        page = decode(data, source.path, source.charset or None)
        refuse_deep(page, source.path)
        tree = tree_of(page)
    else:
        tree = xml_of(data, source.path)
    return next(((shape, tree) for shape in fitting if tree is not None and (not shape.match or tree.xpath(shape.match))), None)


def read(source: Source, shape: Shape, tree: Any, knowledge: Knowledge) -> Iterator[Found]:
    """The articles of a described page."""
    nodes = tree.xpath(shape.each)
    nodes = [node for node in nodes if not isinstance(node, str)] if isinstance(nodes, list) else []
    yield Counted(format=shape.name, expected=len(nodes))
    for number, node in enumerate(nodes, 1):
        said = {part: values(node, path) for part, path in shape.paths}
        one = {part: one_line(" ".join(found[:1])) for part, found in said.items()}
        item = Item(
            meta=of_mapping({name: one.get(name, "") for name in FIELDS}),
            body=said["body"],
            standfirst=one.get("standfirst", ""),
            captions=said.get("caption", ()),
            corrections=said.get("correction", ()),
            member=f"article {number}" if len(nodes) > 1 else "",
        )
        yield article(source, item, knowledge)


def values(node: Any, path: str) -> list[str]:
    """What a path finds, as text; an element by the lines that it shows."""
    found = node.xpath(path)
    found = found if isinstance(found, list) else [found]
    return [line for value in found for line in ([str(value)] if not hasattr(value, "tag") else lines_of(value)) if line.strip()]
