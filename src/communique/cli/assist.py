"""communique mcp and communique draft: optional help for and from language models. Neither is needed, and neither writes to the record."""

import json
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.options import RecordFile


def mcp(
    record: RecordFile,
    explorer: Annotated[
        str, typer.Option(help="Where `communique explore` serves this record: the root of permalinks.")
    ] = "http://127.0.0.1:8765",
) -> None:
    """Serve a record to an assistant, read-only, over standard input and output (Model Context Protocol). Needs `pip install 'communique[mcp]'`.

    Example, in an assistant's settings:

      {"command": "communique", "args": ["mcp", "--record", "/home/me/asia.db"]}
    """
    from communique.record.store import Record
    from communique.show.assistant import server
    from communique.vocab.load import load

    with Record(record):
        pass
    server(record, load(), explorer).run("stdio")


def draft(
    text: Annotated[Path, typer.Argument(help="A text that `read` knows.", exists=True, dir_okay=False)],
    model: Annotated[str, typer.Option(help="A model that pydantic-ai knows, as openai:gpt-5 or ollama:qwen3. It gets the text.")],
) -> None:
    """Have a language model draft events and statements of a text, as JSON; what it quotes and the text lacks is dropped and named.

    Needs `pip install 'communique[llm]'` and the model's own package and key. Nothing is sent anywhere by any other command.

    Example:

      communique draft article.txt --model ollama:qwen3
    """
    from communique.annotate.prompted import draft as drafted
    from communique.annotate.prompted import rows
    from communique.model.article import Article
    from communique.model.errors import UnreadableSource
    from communique.read.formats import articles as articles_in
    from communique.read.source import Source
    from communique.vocab.load import load

    knowledge = load()
    found = next(iter(articles_in(Source(path=str(text), location=str(text.resolve())), knowledge)), None)
    if not isinstance(found, Article):
        raise found or UnreadableSource(str(text), "it holds no article")
    print(json.dumps(rows(drafted(found, knowledge, model)), ensure_ascii=False, indent=1))
