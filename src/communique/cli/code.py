"""communique code: one sentence coded before one's eyes, with its reasons."""

import json
from typing import Annotated

import typer

from communique.cli.options import Json
from communique.model.errors import CommuniqueError

LONGEST = 20_000
MARKS = ("<s>", "</s>", "<t>", "</t>")
SHOWN = 3


def command(
    sentence: Annotated[str, typer.Option(help="A sentence or two; <s>source</s> and <t>target</t> may be marked.")],
    published: Annotated[str | None, typer.Option(help="The day it was published (EDTF), for what its dates mean.")] = None,
    as_json: Json = False,
) -> None:
    """Code one sentence: every event found in it, who acts on whom, and why.

    With source and target marked, the trained coder of sentences is asked as well.

    Examples:

      communique code --sentence "Norway has not recalled its ambassador from Peru."

      communique code --sentence "<s>Police</s> arrested <t>two reporters</t> in Lima." --json
    """
    from communique.annotate.neural.coder import TYPES, coder
    from communique.annotate.stages import annotate
    from communique.model.errors import UnreadableSource
    from communique.model.rows import plain
    from communique.read.assemble import from_words
    from communique.vocab.load import load

    if not sentence.strip() or len(sentence) > LONGEST:
        raise CommuniqueError(f"--sentence has {len(sentence)} characters.", hint=f"Give 1 to {LONGEST}; for more, use communique read.")
    text = sentence
    for mark in MARKS:
        text = text.replace(mark, "")
    knowledge = load()
    try:
        article = from_words(text, published, knowledge)
    except ValueError as error:
        raise CommuniqueError(f"--published: {error}.", hint="For example 2024-03-20.") from error
    found = next(annotate([article], knowledge))
    if isinstance(found, UnreadableSource):
        raise found
    guesses = []
    if "<s>" in sentence and "<t>" in sentence:
        chances = next(iter(coder().chances([sentence])))
        guesses = sorted(((round(float(c), 3), t) for c, t in zip(chances, TYPES, strict=True)), reverse=True)[:SHOWN]
    if as_json:
        print(json.dumps({"events": plain(found.events), "marked": [{"type": t, "chance": c} for c, t in guesses]}, ensure_ascii=False))
        return
    for event in found.events:
        actors = ", ".join(p.name for p in event.actors) or "somebody"
        recipients = ", ".join(p.name for p in event.recipients)
        print(
            f"{event.type}{' ' + event.mode if event.mode else ''}: {actors}{' > ' + recipients if recipients else ''}   [{event.realis}]"
        )
        for reason in (*event.because, *(r for p in (*event.actors, *event.recipients) for r in p.because)):
            words = f"  {reason.span.of(text)!r}" if reason.span else ""
            print(f"    {reason.text}{words}")
    if not found.events:
        print("No political event is found.")
    if guesses:
        print("marked: " + ", ".join(f"{kind} {chance:.0%}" for chance, kind in guesses))
