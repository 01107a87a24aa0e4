"""The trained annotator: words and windows, decoding, and what the shipped weights find."""

import itertools
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.annotate.neural import decode, model
from communique.annotate.neural.acts import acts
from communique.annotate.neural.model import network
from communique.annotate.neural.passage import Odds, opposed, parts, recent
from communique.annotate.neural.pieces import Pieces
from communique.annotate.neural.words import DEPS, TAGS, WINDOW, distances, paths, windows, words_of
from communique.annotate.parse import parse, pipeline
from communique.annotate.quotes import find_quotes
from communique.annotate.told import Told

TEXT = 'The minister said on Monday that the "talks" would go on.\n\n"We will wait," she added.\n'


@pytest.fixture(scope="module")
def words(article, knowledge):
    made = article(TEXT)
    return made, words_of(made, parse([made], knowledge)[made.id], find_quotes(made.text, made.blocks))


def test_words_slice_to_the_text(words) -> None:
    made, found = words
    assert [made.text[a:b] for a, b in zip(found.start, found.end, strict=True)] == list(found.texts)
    assert found.texts[:4] == ("The", "minister", "said", "on")
    assert all(t is not None for t in found.tokens)


def test_quotations_and_places_are_features(words) -> None:
    _, found = words
    at = {w: i for i, w in enumerate(found.texts)}
    assert found.features[at["talks"], 3] == 1
    assert found.features[at["minister"], 3] == 0
    assert found.features[at["We"] - 1, 5] >= 2


def test_the_parse_as_seen_from_a_cue(words) -> None:
    _, found = words
    window = next(windows(found, [(1,)] * len(found)))
    said = found.texts.index("said")
    seen = paths(found, window, said)
    at = {w: i for i, w in enumerate(found.texts)}
    assert seen[at["minister"]] == DEPS.index("nsubj") + 1
    assert seen[at["would"]] == DEPS.index("ccomp") + 1
    assert seen[at["wait"]] != seen[at["would"]]
    assert distances(window, said)[said] == 0


def test_the_parsers_own_labels_are_served() -> None:
    """Another parser model would shift every feature: the lists are those of the weights."""
    labels = pipeline().pipe_labels
    assert set(labels["parser"]) - {"dep"} <= set(DEPS)
    assert set(labels["tagger"]) - {"_SP"} <= set(TAGS)


@settings(max_examples=50, deadline=None)
@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=900))
def test_windows_hold_every_word_once(sizes: list[int], words) -> None:
    _, found = words
    many = len(sizes)
    stretched = type(found)(
        start=np.arange(many),
        end=np.arange(many) + 1,
        block=np.arange(many) // 70,
        sentence=np.arange(many) // 20,
        crossed=np.zeros(many, np.int64),
        features=np.zeros((many, 6), np.int64),
        tokens=(None,) * many,
        texts=("x",) * many,
    )
    parts = list(windows(stretched, [(0,) * n for n in sizes]))
    assert [i for w in parts for i in range(w.first, w.last)] == list(range(many))
    assert all(w.length <= WINDOW for w in parts)


def test_viterbi_is_the_best_of_all_paths() -> None:
    draw = np.random.default_rng(7)
    for length in (1, 3, 5):
        unary = draw.normal(size=(length, 4)).astype(np.float32)
        step = draw.normal(size=(length, 4, 4)).astype(np.float32)

        def total(path, unary=unary, step=step):
            return sum(unary[i, s] for i, s in enumerate(path)) + sum(step[i, path[i - 1], path[i]] for i in range(1, len(path)))

        best = max(itertools.product(range(4), repeat=length), key=total)
        long = np.zeros((6, 4), np.float32), np.zeros((6, 4, 4), np.float32)
        assert tuple(decode.viterbi([unary, long[0]], [step, long[1]])[0]) == best


def test_a_cue_always_has_a_content() -> None:
    unary = np.full((4, 4), -1.0, np.float32)
    unary[:, 0] = 0
    roles = decode.with_content([unary], [np.zeros((4, 4, 4), np.float32)])[0]
    assert (roles == decode.CONTENT).any()


def test_contents_never_overlap() -> None:
    roles = np.array([3, 3, 3, 2, 1])
    other = np.array([0, 3, 3, 3, 2])
    kept = decode.settled([decode.Attribution(anchor=3, roles=roles, score=0.9), decode.Attribution(anchor=4, roles=other, score=0.4)])
    assert [a.anchor for a in kept] == [3]


def test_weights_are_small_and_the_same_window_gives_the_same_numbers(words) -> None:
    folder = files("communique.annotate.neural") / "weights"
    size = {f.name: len(f.read_bytes()) for f in folder.iterdir()}
    # Attribution with its tables, the coder of marked sentences and the act network have 40 MB each at most.
    assert size.pop("events.onnx") < 40e6
    assert size.pop("acts.onnx") < 40e6
    assert sum(size.values()) < 40e6
    _, found = words
    assert list(network().read(found)) == list(network().read(found))


def test_a_window_that_is_read_again_says_the_same_and_an_act_hangs_on_its_window_alone(words) -> None:
    _, found = words
    own = np.zeros((len(found), 4), np.int64)
    codes = ["CHN" if n % 7 == 0 else "VNM" if n % 7 == 3 else "" for n in range(len(found))]
    read = acts().read(found, own, codes, set(found.sentence.tolist()))
    first = Odds(lambda: read.around(5), "ACCUSE", [])
    assert set(first.acts()) == {"CHN", "VNM"}
    of_china = first.suffers(frozenset({"CHN"}))
    read.kept.clear()
    again = Odds(lambda: read.around(5), "ACCUSE", [])
    assert first.acts() == again.acts()
    assert of_china == again.suffers(frozenset({"CHN"})) != again.suffers(frozenset({"VNM"}))
    unread = Odds(lambda: acts().read(found, own, codes, set()).around(5), "ACCUSE", [])
    assert unread.acts() == unread.suffers(frozenset({"CHN"})) == {}


def test_what_was_told_before_an_act() -> None:
    def act(sentence: int, actor: str, recipient: str) -> Told:
        return Told(sentence=sentence, type="ACCUSE", lemma="accuse", actors=frozenset({actor}), recipients=frozenset({recipient}))

    told = [act(0, "CHN", "VNM"), act(5, "USA", "CHN"), act(6, "VNM", "USA")]
    near = recent(told, 7)
    assert near == told[1:]
    assert parts(near) == ({"VNM": 1, "USA": 2}, {"USA": 1, "CHN": 2})
    assert opposed(near, frozenset({"USA"})) == {"VNM"}
    assert opposed(near, frozenset({"JPN"})) == frozenset()


def said(found, cue: str):
    return next(s for s in found.statements if cue in s.spans.cue[0].of(found.article.text))


def words_in(found, spans) -> list[str]:
    return [s.of(found.article.text) for s in spans]


def test_content_around_its_attribution(found) -> None:
    result = found('"The talks failed," Ana Ruiz told reporters, "and nobody is surprised."')
    one = said(result, "told")
    assert words_in(result, one.spans.content) == ['"The talks failed,"', '"and nobody is surprised."']
    assert one.speaker.name == "Ana Ruiz"


def test_a_noun_can_be_a_cue(found) -> None:
    result = found("The envoy's warning that the ceasefire would not last was ignored.")
    assert words_in(result, said(result, "warning").spans.content)[0].startswith("that the ceasefire")


def test_documents_speak(found) -> None:
    result = found("According to the draft treaty, both states will withdraw their troops.")
    assert "both states will withdraw" in " ".join(words_in(result, said(result, "ccording to").spans.content))


def test_deeds_are_no_statements(found) -> None:
    assert not found("China and Vietnam signed 36 agreements in Hanoi.").statements


def test_what_the_next_verb_governs_is_no_content(found) -> None:
    result = found("Taiwan condemned the drills and deployed naval vessels.")
    assert words_in(result, said(result, "condemned").spans.content) == ["the drills"]


def test_several_who_speak_together_are_candidates(found) -> None:
    one = said(found("The United States, Britain and France condemned the attack."), "condemned")
    assert one.speaker.id is None
    assert set(one.speaker.candidates) == {"state:USA", "state:GBR", "state:FRA"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The ministry did not say when the talks would resume.", "unsaid"),
        ("The minister declined to comment on the raid.", "declined"),
        ("The embassy did not respond to a request for comment on the raid.", "declined"),
        ("Moscow denied that its troops had crossed the border.", "denied"),
        ("Moscow said that its troops had crossed the border.", "attributed"),
    ],
)
def test_status(found, text: str, status: str) -> None:
    assert [s.status for s in found(text).statements] == [status]


def test_a_speaker_whom_the_tagger_took_for_a_body(found) -> None:
    """'Vasily Nebenzya' is an organisation to the tagger; the apposition says who he is."""
    result = found('Vasily Nebenzya, her Russian counterpart, said Washington had blocked three drafts. "We are counting," he added.')
    assert [s.speaker.name for s in result.statements] == ["Vasily Nebenzya"] * 2


def test_a_hyphened_name_is_not_its_last_part(found) -> None:
    result = found("Nathan Batto-Lin said the polls were wrong. Batto-Lin warned that the question is badly put.")
    assert {s.speaker.name for s in result.statements} == {"Nathan Batto-Lin"}


def test_the_spokeswoman_is_a_woman(found) -> None:
    result = found(
        "Foreign Ministry spokeswoman Mao Ning met reporters. Pentagon press secretary Pat Ryder said the craft had loitered. "
        "The spokeswoman urged Washington to stay cool."
    )
    assert said(result, "urged").speaker.name == "Mao Ning"


def test_pieces_are_those_of_berts_own_tokenizer() -> None:
    """Every word of the gold and the examples, and words of many scripts, marks and invisible characters, get the very numbers."""
    import random

    tokenizers = pytest.importorskip("tokenizers")
    folder = Path(model.__file__).parent / "weights"
    theirs, ours = tokenizers.BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True), Pieces(folder / "vocab.txt")
    root = Path(__file__).parents[2]
    words = {w for f in (*root.glob("gold/*/*/**/*.txt"), *root.glob("examples/corpus/**/*.txt")) for w in f.read_text("utf8").split()}
    dice = random.Random(1)
    letters = "aZé ßİıñ-’“.,$€٠١ảếđĐ中命한かカ\u00ad\u200b\u0301\ufeff\t\u3000œﬁ½Ⅷ🙂ж" + "".join(map(chr, range(0x20, 0x2AF)))
    words |= {"".join(dice.choices(letters, k=dice.randrange(1, 9))) for _ in range(5_000)} | {"[CLS]", "[UNK]", "x" * 101, "x" * 100}
    listed = sorted(words)
    for word, wanted in zip(listed, theirs.encode_batch(listed, add_special_tokens=False), strict=True):
        assert ours.coded(word) == wanted.ids, word
