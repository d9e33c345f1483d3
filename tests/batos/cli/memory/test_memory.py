"""Documents on the command line: taken in, found, shown and forgotten, up or down."""

import json
import os

import pytest

import batos


@pytest.fixture
def notes(tmp_path):
    file = tmp_path / "notes.md"
    file.write_text("# Roses\n\nThe rose is red.\n\n# Tools\n\nThe spade is old.\n", "utf-8")
    return file


def test_a_file_is_taken_in_found_shown_and_forgotten(memory, notes):
    assert "No document was taken in yet." in memory().err
    added = memory("add", str(notes))
    assert added.code == 0
    assert f"{notes}: 2 passages, 2 new" in added.err
    assert f"{notes}: is there already" in memory("add", str(notes)).err
    lines = memory().out.splitlines()
    assert lines[0].split() == ["name", "form", "passages", "size", "added"]
    assert lines[1].split()[:3] == [str(notes), "markdown", "2"]
    found = memory("search", "red roses")
    assert found.out.splitlines()[:3] == [
        "notes.md > Roses",
        "    The rose is red.",
        f"    document, from {notes}",
    ]
    assert "The memory works by words" in found.err
    told, *_ = memory("search", "red roses", "--json").json()
    assert told["marks"] == [[4, 8], [12, 15]]
    shown = memory("show", "notes.md").out
    assert "The spade is old." in shown
    forgotten = memory("forget", "notes.md")
    assert f"{notes}: 2 passages are forgotten." in forgotten.err
    assert memory("search", "red roses", "--source", "notes", "--json").json() == []
    memory("forget", "notes.md").sentence(2, "There is no source named 'notes.md'", "batos memory")


def test_lines_that_are_refused_are_told_by_number(memory, tmp_path):
    file = tmp_path / "pairs.jsonl"
    lines = [json.dumps({"prompt": "Who waters?", "response": "The gardener."}), "{"]
    file.write_text("\n".join(lines), "utf-8")
    added = memory("add", str(file))
    assert added.code == 1
    assert "Line 2 is not taken" in added.err
    assert memory("search", "who waters", "--kind", "codex", "--json").json()[0]["kind"] == "codex"


def test_standard_input_that_is_too_large_is_told_at_once(memory):
    told = "Standard input is too large: a message carries 1 MiB."
    hint = "Save it to a file, and: batos memory add FILE"
    memory("add", "-", "--name", "log", say="x" * (1 << 20) + "x").sentence(2, told, hint)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", "nothing.md"], 2, "There is no file or folder"),
        (["add", ""], 2, "No file is named."),
        (["add", os.devnull], 2, "is neither a file nor a folder"),
        (["add", "-"], 2, "Standard input needs a name."),
        (["add", "-", "--name", "a\nb"], 2, "cannot name a document"),
        (["show", "nothing"], 2, "There is no source named 'nothing'"),
        (["search", "rose", "--where", "Ann"], 2, "'Ann' says no value."),
        (["search", " "], 2, "nothing to search for"),
    ],
)
def test_what_cannot_be_is_a_sentence(memory, words, code, said):
    answer = memory(*words)
    assert answer.code == code
    assert said in answer.err


def test_its_state_says_why_it_works_by_words(memory, notes):
    memory("add", str(notes))
    told = memory("status", "--json").json()
    assert (told["sources"], told["kinds"]["document"], told["embedder"]) == (1, 2, "")
    shown = memory("status")
    assert "none: it finds by words" in shown.out
    assert "as memory.embedder says" in shown.err
    memory("reembed").sentence(5, "The memory works by words", "")


def test_what_a_person_told_and_said_is_counted(memory, awake):
    assert "of yours" not in memory().err
    with batos.open(str(awake.image_file)) as image:
        image.ask("My dog is called Rex.", conversation="c")
    told = "1 fact and 1 conversation of yours: batos facts, batos conversations"
    assert told in memory().err
    assert "of yours" not in memory("list", "--by", "ann").err
    status = memory("status", "--json").json()
    assert (status["facts"], status["conversations"]) == (1, 1)
    assert "1 fact and 1 conversation: batos facts" in memory("status").out
