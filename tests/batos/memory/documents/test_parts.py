"""What a document falls into: by headings, and in paragraphs that know nothing of each other."""

import random

from hypothesis import given
from hypothesis import strategies as st

from batos.memory.documents.parts import LONGEST, Pair, Part, markdown_parts, text_parts

MARKDOWN = """\
Before any heading.

# Garden
Roses.

## Tools
```python
# This is no heading
spade = 1
```

### Spade
Dig.

# Kitchen
"""


def test_a_part_stands_under_its_headings():
    assert [(part.place, part.text.split("\n")[0]) for part in markdown_parts(MARKDOWN)] == [
        ("", "Before any heading."),
        ("Garden", "Roses."),
        ("Garden > Tools", "```python"),
        ("Garden > Tools > Spade", "Dig."),
    ]


def test_what_a_heading_ends_in_is_no_part_of_its_name():
    assert [part.place for part in markdown_parts("## Roses ## \nRed.")] == ["Roses"]


def test_a_line_of_many_signs_is_read_at_once():
    long = 300_000 * "#"
    for heading in (f"# {long}x", f"# x{300_000 * ' #'}x", f"# {long}"):
        assert [part.text for part in markdown_parts(f"{heading}\nRoses.")] == ["Roses."]


def test_a_fence_is_not_cut():
    code = "```\n" + "\n\n".join(f"line {number}" for number in range(200)) + "\n```"
    [part] = [each for each in markdown_parts(f"# A\n\n{code}\n") if "line 0\n" in each.text]
    assert part.text.count("```") == 2


def test_a_sentence_more_changes_one_part():
    rng = random.Random(1)
    words = "stone river house garden lamp road tree".split()
    text = [" ".join(rng.choices(words, k=60)) for _ in range(200)]
    before = {part.id for part in text_parts("\n\n".join(text))}
    text.insert(20, "Something new.")
    after = {part.id for part in text_parts("\n\n".join(text))}
    assert len(before) > 20
    assert len(after - before) == 1


@given(st.text(alphabet="ab \n`#.", max_size=300))
def test_no_word_is_lost(text):
    kept = " ".join(part.text for part in text_parts(text)).split()
    assert kept == text.split()


def test_no_part_is_longer_than_one_may_be():
    parts = list(text_parts("word " * 10_000))
    assert all(len(part.text) <= LONGEST for part in parts)
    assert sum(part.text.count("word") for part in parts) == 10_000


def test_a_pair_is_known_by_all_that_it_says():
    pairs = [Pair("a", "b"), Pair("a", "b", "alfred")]
    assert len({Part("", "a\nb", pair).id for pair in pairs}) == 2


def test_what_a_file_says_of_itself_is_known_of_each_part():
    text = "# One\n\na\n\n# Two\n\nb\n"
    parts = list(markdown_parts(f"---\nauthor: Ann\n---\n{text}"))
    assert [(each.text, each.meta) for each in parts] == [
        ("a", {"author": "Ann"}),
        ("b", {"author": "Ann"}),
    ]
    plain = list(markdown_parts(text))
    assert {each.id for each in plain}.isdisjoint(each.id for each in parts)
