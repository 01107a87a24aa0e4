"""What somebody does with a wording, in Chinese and Vietnamese without a parser: the words of its clause -> stance and who holds it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from communique.annotate.reading import Reading
from communique.model.actor import Mention
from communique.model.span import Span

KINDS = ("rejects", "adopts", "promotes")
# So many characters after a wording are looked at.
AFTER = 8


class PlainStance(NamedTuple):
    """The stance, who holds it (none: the speaker), the word that shows it, whether it is an omission, and whether it is to the wording itself."""

    value: str
    holders: tuple[Mention, ...]
    why: str
    silent: bool = False
    worded: bool = False


class Shown(NamedTuple):
    """A word that shows a stance, where it stands in the sentence."""

    start: int
    word: str
    kind: str


def stance_of(reading: Reading, sentence: Span, use: Span, lists: Any, others: Sequence[Span] = ()) -> PlainStance | None:
    """The stance of the words before a use in its clause, and of those right after it. `others`: all wordings of the text; a name inside one acts on nothing."""
    text = sentence.of(reading.text)
    at, end = use.start - sentence.start, use.end - sentence.start
    clauses = re.escape(lists["clause"])
    start = max((m.end() for m in re.finditer(f"[{clauses}]", text[:at])), default=0)
    before, after = text[start:at], text[end : end + AFTER].lstrip('”"」』’')
    names = [
        m
        for m in reading.mentions_in(sentence)
        if m.actor and m.actor.kind not in {"media"} and not m.place and not any(o.covers(m.span) for o in others)
    ]
    author = author_after(names, sentence, end, text, lists)
    if author is not None:
        return PlainStance("promotes", (author,), "by")
    verdict = next((kind for kind in ("against", "for") if any(after.startswith(w) for w in lists["after"][kind])), "")
    if verdict:
        return PlainStance("rejects" if verdict == "against" else "promotes", (), after)
    shown = sorted(verbs_in(before, lists))
    # 'announced its exit': what is announced decides.
    shown = [s for s in shown if s.word.lower() not in lists["announces"]] or shown
    towards = before.rstrip('“"「『‘ ')
    if not shown and any(towards.endswith(w) for w in lists["towards"]):
        # '对X表示赞赏': the verb stands after the wording.
        tail = text[end : end + 2 * AFTER]
        shown = [Shown(len(towards) - 1, s.word, s.kind) for s in sorted(verbs_in(tail, lists))[:1]]
    if lists["silence"]["verbs"] and (silent := omitted(before, lists)) is not None:
        return PlainStance(
            "mentions", holders(names, sentence, start, start + silent, lists, reading), before[silent:].strip(), silent=True
        )
    if missing := next((w for w in lists["silence"]["missing"] if after.startswith(w)), ""):
        return PlainStance("mentions", (), missing, silent=True)
    worded = next((w for w in lists["after"]["mentions"] if after.startswith(w)), "") or next(
        (w for w in lists["before"]["mentions"] if before.rstrip('“"「『‘ ').lower().endswith(w)), ""
    )
    if not shown:
        return PlainStance("mentions", (), worded) if worded else None
    first = shown[0]
    if first.word.lower() in lists["says"] and any(after.startswith(w) for w in lists["is"]):
        # 'nhấn mạnh X là ...': said of it, and no stance to it.
        return None
    last = sentence.start + start + first.start + len(first.word)
    if first.word.lower() in lists["accuses"] and len(shown) > 1 and any(last <= m.span.start < use.start for m in names):
        # 'condemns B for giving up X'
        return PlainStance("uses", holders(names, sentence, start, start + first.start, lists, reading), first.word)
    deciding = next((s for s in shown if s.kind == "rejects" and not any(a.start < s.start and a.kind == "adopts" for a in shown)), first)
    value = deciding.kind
    if value != "rejects" and negated(before, deciding.start, lists):
        value = "rejects"
    obliged = re.search("|".join(map(re.escape, lists["ought"])), before[: deciding.start])
    who = () if obliged and first.word not in lists["asks"] else holders(names, sentence, start, start + first.start, lists, reading)
    return PlainStance(value, who, deciding.word, worded=bool(worded))


def author_after(names: list[Mention], sentence: Span, end: int, text: str, lists: Any) -> Mention | None:
    """'X一词由Y提出': who stands after 'by', where a word of proposing follows them."""
    for word in lists["after"]["by"]:
        told = re.match(rf"[”\"」』’]?(?:一词|一詞|这个词)?\s*{re.escape(word)}\s*", text[end:])
        place = end + told.end() if told else -1
        for mention in names:
            tail = text[mention.span.end - sentence.start :].lstrip()
            if mention.span.start - sentence.start == place and any(tail.startswith(v) for v in lists["verbs"]["promotes"]):
                return mention
    return None


def verbs_in(words: str, lists: Any) -> Iterator[Shown]:
    """The stance words of a clause, none inside a longer one; a stance word may itself be part of what is asked."""
    found = [
        Shown(m.start(), word, kind)
        for kind in KINDS
        for word in lists["verbs"][kind]
        for m in re.finditer(
            word if not word.isascii() and "\u4e00" <= word[0] <= "\u9fff" else rf"\b{re.escape(word)}\b", words, re.IGNORECASE
        )
    ]
    for one in found:
        inside = any(
            o.start <= one.start and one.start + len(one.word) <= o.start + len(o.word) and len(o.word) > len(one.word) for o in found
        )
        if not inside:
            yield one


def negated(words: str, at: int, lists: Any) -> bool:
    """Whether a denial stands right before a place."""
    return any(words[:at].rstrip().lower().endswith(no) for no in lists["negations"])


def omitted(words: str, lists: Any) -> int | None:
    """Where 'did not mention' stands in a clause, if it does."""
    for no in sorted(lists["negations"], key=len, reverse=True):
        for verb in lists["silence"]["verbs"]:
            found = re.search(rf"{re.escape(no)}\s*{re.escape(verb)}", words, re.IGNORECASE)
            if found:
                return found.start()
    return None


def holders(names: list[Mention], sentence: Span, clause: int, verb: int, lists: Any, reading: Reading) -> tuple[Mention, ...]:
    """The actors named last before a verb, in its clause or, where that has none, in the clause before; all that are joined."""
    within = [m for m in names if m.span.end <= sentence.start + verb]
    here = [m for m in within if m.span.start >= sentence.start + clause] or within
    if not here:
        return ()
    out = [here[-1]]
    for mention in reversed(here[:-1]):
        between = reading.text[mention.span.end : out[0].span.start].strip()
        if between not in lists["joins"] and mention.span.end != out[0].span.start:
            break
        if between in lists["joins"]:
            out.insert(0, mention)
    return tuple(out)
