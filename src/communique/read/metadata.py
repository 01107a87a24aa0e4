"""What is said about an article outside its prose: front matter, sidecar files, table columns -> Metadata."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime

from communique.model.article import Outlet
from communique.model.dates import Published, parse_edtf
from communique.model.errors import UnreadableSource
from communique.model.span import Span
from communique.read.encoding import whole
from communique.read.fields import Metadata, joined, sidecar_paths
from communique.read.printed_dates import printed
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<body>(?:[A-Za-z_][\w .-]*:[^\n]*\r?\n)+)---[ \t]*\r?\n")
# Our names, and what others call the same thing.
KEYS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "maintext"),
    "title": ("title", "headline", "hed"),
    "byline": ("byline", "author", "authors", "by"),
    "outlet": ("outlet", "publisher", "source", "publication", "sitename", "media"),
    "country": ("country", "outlet_country"),
    "published": ("published", "date", "publication_date", "publish_date", "pubdate", "published_at", "datetime"),
    "language": ("language", "lang"),
    "url": ("url", "link", "canonical", "canonical_url"),
}


def of_mapping(values: Mapping[str, object], *, span: Span | None = None) -> Metadata:
    """Pick the known keys out of any mapping, whatever their case."""
    lower = {str(key).strip().lower().replace(" ", "_"): value for key, value in values.items()}
    found: dict[str, str] = {}
    for ours, theirs in KEYS.items():
        if ours == "text":
            continue
        for key in theirs:
            value = lower.get(key)
            if value not in (None, "") and not isinstance(value, dict):
                found[ours] = whole(", ".join(map(str, value)) if isinstance(value, list) else str(value).strip())
                break
    return Metadata(**found, span=span)


def front_matter(text: str) -> Metadata:
    """`key: value` lines between two `---` lines at the top of a text; values are plain strings."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return Metadata()
    pairs = (line.partition(":")[::2] for line in match["body"].splitlines())
    return of_mapping({key.strip(): value.strip().strip("\"'") for key, value in pairs}, span=Span(*match.span()))


def sidecar(location: str) -> Metadata:
    """`article.txt` may have `article.meta.json` or `article.txt.json` beside it."""
    for candidate in sidecar_paths(location):
        try:
            values = json.loads(candidate.read_text("utf8"))
        except (OSError, ValueError) as error:
            raise UnreadableSource(str(candidate), f"its JSON breaks: {error}", hint="Mend or remove the sidecar file.") from error
        if not isinstance(values, dict):
            raise UnreadableSource(str(candidate), "a sidecar holds one JSON object")
        return of_mapping(values)
    return Metadata()


def settled(source: Source, own: Metadata) -> Metadata:
    """What counts: the user's word beside or above the text, then the article's own, then what its container says."""
    return joined(joined(sidecar(source.location) if source.held is None else Metadata(), source.over), joined(own, source.under))


def outlet_of(meta: Metadata, knowledge: Knowledge) -> Outlet | None:
    """The outlet by name or by the URL's domain; an unknown one keeps its own name and the country that the metadata gives."""
    domain = domain_of(meta.url)
    known = knowledge.domains.get(domain) or knowledge.domains.get(".".join(domain.split(".")[-2:]))
    if meta.outlet:
        wanted = fold(meta.outlet)
        for outlet in knowledge.outlets.values():
            if wanted in (fold(outlet.name), outlet.id.partition(":")[2]):
                return outlet
        for name in knowledge.names:
            if name.target.startswith("media:") and fold(name.text) == wanted:
                return knowledge.outlets[name.target]
        bare = meta.outlet.partition("(")[0].strip()
        if bare and bare != meta.outlet and (named := outlet_of(Metadata(outlet=bare), knowledge)) and named.id in knowledge.outlets:
            return named  # 'The Guardian(London)'
        return Outlet(
            id="outlet:" + (re.sub(r"[^\w]+", "-", meta.outlet.lower()).strip("-") or "unnamed"),
            name=meta.outlet,
            country=meta.country or None,
        )
    if known:
        return knowledge.outlets[known]
    return Outlet(id=f"outlet:{domain}", name=domain, country=meta.country or None) if domain else None


def fold(name: str) -> str:
    """Case and a leading article do not distinguish outlets."""
    return name.strip().casefold().removeprefix("the ")


def domain_of(url: str) -> str:
    """'https://www.example.org/x' -> 'example.org'"""
    match = re.match(r"^(?:https?://)?(?:www\.)?([\w.-]+\.[a-z]{2,})(?:[/:?#]|$)", url.strip(), re.IGNORECASE)
    return match[1].lower() if match else ""


def published_of(meta: Metadata) -> Published:
    """A date that the metadata states; one that cannot be read is as good as none, and said so."""
    value = meta.published.strip()
    if not value:
        return Published()
    day = iso_date(value)
    if day:
        return Published(earliest=day, latest=day, basis="metadata", because=(f"metadata says {value}",))
    try:
        earliest, latest = parse_edtf(value)
        return Published(earliest=earliest, latest=latest, basis="metadata", because=(f"metadata says {value}",))
    except ValueError:
        found = printed(value)
        if found is None:
            return Published(because=(f"metadata date {value!r} names no day that can be told",))
        return Published(earliest=found[0], latest=found[1], basis="metadata", because=(f"metadata says {value}",))


def iso_date(value: str) -> date | None:
    """The day of an ISO date or time stamp, or of RFC 2822 as feeds use it."""
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).date()
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, OverflowError):
        return None
