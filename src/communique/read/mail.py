"""Mail: .eml -> one Article of the message, dated and signed by its headers, and whatever its attachments hold that can be read."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from communique.model.errors import UnreadableSource
from communique.read.bounds import foreign
from communique.read.fields import Metadata
from communique.read.items import Found, Item, article, unwrapped
from communique.read.markup import paragraphs
from communique.read.metadata import domain_of
from communique.read.source import Source
from communique.vocab.knowledge import Knowledge

HEADERS = re.compile(
    rb"^(?:From|To|Subject|Date|MIME-Version|Received|Return-Path|Message-ID|Delivered-To|X-[\w-]+)\s*:", re.IGNORECASE | re.MULTILINE
)
QUOTED = re.compile(r"^\s*>|^(?:On .{5,80} wrote:|-----Original Message-----|Sent from my |--\s*$)")
NEXT = Callable[[Source, Knowledge], Iterator[Found]]


def read(source: Source, knowledge: Knowledge, attached: NEXT | None = None) -> Iterator[Found]:
    """The message, then its attachments by `attached`."""
    data = source.bytes()
    if not HEADERS.search(data[:20_000]):
        raise UnreadableSource(source.path, "it has no headers of a mail")
    with foreign(source.path, "mail"):
        message = message_from_bytes(data, policy=default)
        item, parts = item_of(message), [(part.get_filename(), part.get_content()) for part in message.iter_attachments()]
    if any(line.strip() for line in item.body):
        yield article(source, item, knowledge)
    elif not parts:
        yield UnreadableSource(source.path, "the message is empty")
    for name, content in parts if attached else ():
        if name and isinstance(content, (bytes, str)) and attached:
            held = content if isinstance(content, bytes) else content.encode("utf8", "replace")
            yield from attached(source.inside(name.rsplit("/", 1)[-1], held), knowledge)


def item_of(message: EmailMessage) -> Item:
    """Subject, sender, date and text; replies that it quotes are left out."""
    part = message.get_body(preferencelist=("html", "plain"))
    content = part.get_content() if part is not None else ""
    if not isinstance(content, str):
        content = ""
    is_page = part is not None and part.get_content_type() == "text/html"
    said = paragraphs(content) if is_page else unwrapped([line for line in content.splitlines() if not QUOTED.match(line)])
    address = message["from"].addresses[0] if message["from"] and message["from"].addresses else None
    return Item(
        meta=Metadata(
            title=" ".join(str(message["subject"] or "").split()),
            outlet=(address.display_name or domain_of(address.domain)) if address else "",
            published=str(message["date"] or ""),
            language=str(message["content-language"] or "")[:2],
        ),
        body=said,
    )
