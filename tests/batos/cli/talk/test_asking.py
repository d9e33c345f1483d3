"""Asking and sending."""

import json
import re

import pytest

from batos.errors import MethodError
from batos.wire.messages.frame import MAX_BODY
from batos.wire.messages.objects import SendMessage


@pytest.fixture(scope="package")
def knower(shared, h):
    """The shared system, in which genesis knows ``knot_words``, ``tell`` and ``grumble``."""
    words = h.Odd("words")
    shared.script(
        words.right,
        {"when": "def tell(", "answer": "    return [left, right]\n"},
        {"when": "def grumble(", "answer": "    if word == 'x':\n        return 'y-7'\n"
         "    raise ValueError('I do not like ' + word)\n"},
        h.ALLOW,
    )  # fmt: skip
    learned = shared.batos(*words.words)
    assert learned.out == "genesis.knot_words\n", learned
    tell = "write a method tell(left, right) that binds both; e.g. tell(1, 'a') == [1, 'a']"
    assert shared.batos("ask", tell).out == "genesis.tell\n"
    grumble = "write a method grumble(word) that grumbles oddly; e.g. grumble('x') == 'y-7'"
    assert shared.batos("ask", grumble).out == "genesis.grumble\n"
    return shared


def test_scripted_ask_ends_with_the_name_of_what_was_learned(knower, batos, h):
    odd = h.Odd("other")
    knower.script(odd.right, h.ALLOW)
    answer = batos(*odd.words)
    assert (answer.code, answer.out) == (0, "genesis.knot_other\n")
    for state in ("DECOMPOSING", "DELEGATING", "SYNTHESIZING", "VALIDATING", "COMPLETE"):
        assert f" {state} " in answer.err
    assert "verdict   accepted: 2 examples came true" in answer.err
    assert "def knot_other(self, text):" in answer.err
    assert all(line == line.rstrip() for line in answer.err.splitlines())
    assert "\x1b" not in answer.err


def test_scripted_ask_takes_more_examples_from_options(knower, batos, h):
    odd = h.Odd("more")
    knower.script(odd.right, h.ALLOW)
    answer = batos(*odd.words, "--json", "-q", "--example", "'pqr' -> 'qr-more-p'")
    assert answer.err == ""
    assert answer.json()["outcome"]["verified"] == 3
    assert batos("send", "genesis", "knot_more", "zw").json() == "w-more-z"


def test_scripted_ask_has_the_personas_discuss_it(knower, batos, h):
    odd = h.Odd("told")
    said = "Take the text apart behind its first letter, and knot both ends."
    knower.script(odd.right, {"when": "Your part is to", "answer": said}, h.ALLOW)
    answer = batos(*odd.words, "--discuss")
    assert (answer.code, answer.out) == (0, "genesis.knot_told\n")
    assert f"voice     BABS: {said}" in answer.err
    assert "BRICK is left out: it says what was said before" in answer.err
    assert "the personas discussed it" in answer.err
    cycle = batos("cycles", "--limit", "1", "--json").json()[0]["cycle"]
    shown = batos("show", cycle).out
    assert f"  BABS: {said}\n" in shown
    assert "BRICK is left out: it says what was said before" in shown


def test_a_part_of_an_example_that_cannot_be_read_is_named(knower, batos):
    answer = batos("ask", "adds to a list", "--example", "items=[1; push(2) -> 1")
    assert answer.code == 2
    assert "'items=[1' cannot be read in the example" in answer.err


def test_scripted_a_new_version_says_what_it_takes_the_place_of(knower, batos, h):
    odd = h.Odd("twice")
    knower.script(odd.right, h.ALLOW)
    first = batos(*odd.words, "-q", "--json")
    assert (first.json()["outcome"]["version"], first.json()["outcome"]["replaces"]) == (1, {})

    against = batos("ask", "--name", odd.name, "-q", "knots a text; 'ab' gives 'other'")
    against.sentence(1, "knot_twice('ab') == 'other' contradicts knot_twice('ab') == 'b-twice-a'")
    assert "version 1 of genesis.knot_twice" in against.err
    assert "--drop-example 1" in against.err

    other = odd.rule("    return 'other' if text == 'ab' else text[1:] + '-twice-' + text[:1]\n")
    knower.script(other, h.ALLOW)
    words = ("ask", "--name", odd.name, "knots a text; 'ab' gives 'other'", "--drop-example", "1")
    answer = batos(*words)
    assert (answer.code, answer.out) == (0, "genesis.knot_twice\n"), answer
    assert "there     version 1 of genesis.knot_twice is there; 1 example that" in answer.err
    assert "verdict   accepted: 2 examples came true" in answer.err
    assert "genesis.knot_twice is version 2 now, in the place of version 1: " in answer.err
    again = batos("ask", "--name", odd.name, "knots; 'q' gives '-twice-q'", "-q", "--json").json()
    assert again["outcome"]["replaces"] == {"address": "genesis.knot_twice", "version": 2}
    reverted = batos("revert", "genesis.knot_twice", "--to", "1")
    reverted.sentence(2, "contradicts")
    done = batos("revert", "genesis.knot_twice", "--to", "1", "--drop-example", "1")
    assert "which repeats version 1, in the place of version 3." in done.err


def test_scripted_an_example_that_is_not_there_cannot_be_taken_off(knower, batos, h):
    words = ("ask", "-q", "--name", "knot_words", "knot words; 'z' gives '-words-z'")
    answer = batos(*words, "--drop-example", "9")
    answer.sentence(1, "version 1 of genesis.knot_words has no example '9'".replace("v", "V", 1))
    assert "1. knot_words('ab') == 'b-words-a'" in answer.err


def test_scripted_ask_reads_standard_input(batos):
    answer = batos("ask", say="who is ROBIN?\n")
    assert answer.code == 0
    assert re.fullmatch("[A-Z]+:\n", answer.err)
    assert answer.out.strip()


def test_scripted_ask_calls_what_is_known_already(knower, batos):
    answer = batos("ask", "knot words 'mn'")
    assert (answer.code, answer.json()) == (0, "n-words-m")
    assert "no model call" in answer.err


def test_scripted_ask_that_fails_says_what_was_tried(knower, batos, h):
    odd = h.Odd("wrong")
    knower.script(odd.wrong, h.ALLOW)
    before = batos("objects", "--json").json()
    answer = batos(*odd.words, "-q")
    answer.sentence(1, "genesis could not learn 'knot_wrong': ", "It must hold that", "  tried: ")
    assert "A stronger model helps most" in answer.err
    assert batos("objects", "--json").json() == before
    failed = batos(*odd.words, "-q", "--json")
    assert failed.code == 1
    outcome = failed.json()["error"]["details"]
    assert outcome["status"] == "FAILED"
    shown = batos("show", outcome["cycle"])
    assert shown.out.startswith(f"cycle {outcome['cycle']}  FAILED\n")
    assert "It must hold that" in shown.out


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("    while True:\n        pass\n", "does not come to an end"),
        ("    return open(text).read()\n", "open"),
        pytest.param("    import os\n    return os.getcwd()\n", "os", marks=pytest.mark.long),
        ("I would be glad to help you with that!", ""),
        pytest.param("print(" * 400, "", marks=pytest.mark.long),
    ],
)
def test_scripted_ask_refuses_what_is_no_good(knower, batos, h, body, reason):
    odd = h.Odd("bad")
    knower.script(odd.rule(body), h.ALLOW)
    answer = batos(*odd.words, "-q")
    answer.sentence(1, "genesis could not learn 'knot_bad': ", reason)
    batos("show", "genesis.knot_bad").sentence(2, "no selector named 'knot_bad'")


def test_scripted_ask_tells_what_the_model_worker_said(knower, batos, h):
    odd = h.Odd("mute")
    knower.script({**odd.rule(""), "error": "The model has lost its voice."}, h.ALLOW)
    answer = batos(*odd.words, "-q")
    answer.sentence(1, "The model has lost its voice.")


@pytest.mark.parametrize(
    ("words", "said", "told"),
    [
        (["ask"], "", "standard input is empty"),
        (["ask", " "], "\n", "standard input is empty"),
        (["ask", "x", "--example", "nothing"], None, "'nothing' is no example"),
        (["ask", "write a method that rests", "--to", "genesi"], None, "Did you mean 'genesis'?"),
        (["ask", "write a method that rests", "--name", "a b"], None, "'a b' cannot"),
        (["send", "genesi", "knot_words"], None, "Did you mean 'genesis'?"),
        (["send", "genesis", "knot_word", "a"], None, "Did you mean 'knot_words'?"),
        (["send", "genesis", "zzz", "--no-learn"], None, "no selector named 'zzz'"),
        (["send", "genesis", "not a name"], None, "no selector named 'not a name'"),
        (["send", "genesis", "__init__"], None, "no selector named '__init__'"),
    ],
)
def test_a_wrong_request_is_one_sentence(knower, batos, words, said, told):
    batos(*words, say=said).sentence(2, told)


def test_scripted_send_prints_exactly_one_json_value(knower, batos):
    answer = batos("send", "genesis", "knot_words", '"banana split"')
    assert (answer.code, answer.out, answer.err) == (0, '"anana split-words-b"\n', "")
    assert batos("send", "genesis", "knot_words", "banana").json() == "anana-words-b"
    assert batos("send", "genesis", "tell", "-5", "[true, null]").json() == [-5, [True, None]]
    assert batos("send", "genesis", "tell", "ä", "right=é").json() == ["ä", "é"]
    big = 12345678901234567890123
    assert batos("send", "genesis", "tell", str(big), "-1e300").json() == [big, -1e300]


def test_scripted_send_takes_values_from_a_file_and_standard_input(knower, batos, tmp_path):
    file = tmp_path / "value.json"
    file.write_text('{"a": [1, 2]}\n', "utf-8")
    answer = batos("send", "genesis", "tell", f"@{file}", "right=-", say="two words\n")
    assert answer.json() == [{"a": [1, 2]}, "two words"]
    assert batos("send", "genesis", "tell", "@@home", "7", "--text").json() == ["@home", "7"]
    batos("send", "genesis", "tell", "-", "-", say="x").sentence(2, "once only")
    batos("send", "genesis", "tell", "{1}", "2").sentence(2, "begins like JSON")


def test_scripted_send_tells_the_whole_answer_as_json(knower, batos):
    answer = batos("send", "--json", "genesis", "tell", "1", "2").json()
    assert answer == {"value": [1, 2], "learned": [], "model_calls": 0}


def test_scripted_send_tells_what_a_method_raised(knower, shared, batos):
    said = "genesis.grumble, line 4: ValueError: I do not like rain"
    batos("send", "genesis", "grumble", "rain").sentence(1, said)
    said = "genesis.tell, line 1: TypeError: it was not given 'right'; call it as tell(left, right)"
    batos("send", "genesis", "tell", "1").sentence(1, said)
    with shared.client() as client, pytest.raises(MethodError) as caught:
        client.request(SendMessage(receiver="genesis", selector="grumble", args=["rain"]))
    assert (caught.value.object, caught.value.selector, caught.value.line) == (
        "genesis",
        "grumble",
        4,
    )


def test_a_message_too_long_is_refused(knower, batos):
    huge = json.dumps("x" * 5_000_000)
    told = (str(MAX_BODY), "Send it in parts", "batos.open")
    batos("send", "genesis", "knot_words", huge).sentence(2, *told)
    batos("send", "genesis", "knot_words", "-", say=huge).sentence(2, "Standard input", *told)
    batos("ask", say=huge).sentence(2, *told)
    batos("ask", huge).sentence(2, *told)


@pytest.mark.parametrize("command", ["ask x", "send genesis x", "at 1s send genesis x", "chat",
                                     "undo", "skills export --to x"])  # fmt: skip
def test_without_a_kernel_every_command_says_how_to_start_it(alone, command):
    alone(*command.split()).sentence(6, "No kernel is running", "batos up")
