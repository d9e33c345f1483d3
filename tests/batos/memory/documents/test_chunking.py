"""Cut where it goes on to something else, in pieces that can be found and read."""

from hypothesis import given
from hypothesis import strategies as st

from batos.memory.documents.chunking import LEAST, MOST, chunks_of, sentences_of

ROSE = "The rose beside the gate is red and it needs water. "
STOVE = "The stove in the kitchen is hot and it needs wood. "


def test_sentences_end_where_they_end():
    assert sentences_of("It runs. Does it? Yes! (So e.g. this.) End") == [
        "It runs. ",
        "Does it? ",
        "Yes! ",
        "(So e.g. this.) ",
        "End",
    ]


def test_items_and_paragraphs_are_apart():
    assert sentences_of("A list:\n- one\n- two\n\nafter") == [
        "A list:\n",
        "- one\n",
        "- two\n\n",
        "after",
    ]


def test_a_fence_is_one_sentence():
    fence = "```\nOne. Two. Three.\n\n- four\n```"
    assert sentences_of(f"Before.\n\n{fence}\nAfter.") == ["Before.\n\n", fence, "\nAfter."]


@given(st.text(alphabet="aB. !\n-`", max_size=400))
def test_sentences_together_are_the_text(text):
    assert "".join(sentences_of(text)) == text


def test_it_is_cut_where_it_goes_on_to_something_else():
    sentences = [ROSE] * 8 + [STOVE] * 7
    distances = [0.1] * 14
    distances[7] = 0.9
    assert chunks_of(sentences, distances) == [(ROSE * 8).strip(), (STOVE * 7).strip()]


def test_without_distances_it_is_cut_between_paragraphs():
    sentences = [ROSE] * 14 + [ROSE.strip() + "\n\n"] + [STOVE] * 12
    first, *_ = chunks_of(sentences)
    assert first.count("rose") == 15


@given(
    st.lists(st.integers(min_value=1, max_value=MOST), max_size=60),
    st.randoms(use_true_random=False),
)
def test_chunks_keep_to_their_size(lengths, rng):
    sentences = ["x" * length for length in lengths]
    distances = [rng.random() for _ in lengths[1:]]
    chunks = chunks_of(sentences, distances)
    assert "".join(chunks) == "".join(sentences)
    assert all(len(chunk) <= MOST for chunk in chunks)
    if sum(lengths) > 4 * MOST and max(lengths) < LEAST:
        assert sum(map(len, chunks)) / len(chunks) > LEAST


def test_nothing_has_no_chunks():
    assert chunks_of([]) == []
    assert sentences_of("") == []
