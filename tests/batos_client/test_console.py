"""The chat without a terminal: each line of standard input is a request."""

import json

import pytest


@pytest.fixture(scope="package")
def knower(shared, h):
    """The shared system, in which genesis knows ``knot_chat``."""
    odd = h.Odd("chat")
    shared.script(odd.right, h.ALLOW)
    assert shared.batos(*odd.words).code == 0
    return shared


@pytest.mark.long
def test_scripted_a_line_is_a_request(knower, batos, h):
    odd = h.Odd("line")
    text = odd.text.replace("that knots a text", "named knot_line that knots a text")
    knower.script(odd.right, h.ALLOW)
    answer = batos("chat", say=f"{text}\n\n/send genesis knot_line abc\nknot line 'ab'\n")
    assert answer.code == 0, answer
    assert answer.out.splitlines() == [
        "Learned genesis.knot_line(self, text)",
        '"bc-line-a"',
        '"b-line-a"',
    ]
    assert "COMPLETE" in answer.err


def test_scripted_an_old_example_is_taken_off_in_the_chat_as_well(knower, batos, h):
    odd = h.Odd("off")
    knower.script(odd.right, h.ALLOW)
    assert batos(*odd.words).code == 0
    other = odd.rule("    return 'new' if text == 'ab' else text[1:] + '-off-' + text[:1]\n")
    knower.script(other, h.ALLOW)
    mission = "write a method called knot_off that knots a text; 'ab' gives 'new'"
    refused = batos("chat", say=mission)
    assert refused.code == 1
    assert "--drop-example 1" in refused.err
    answer = batos("chat", say=f"/ask --drop-example 1 {mission}")
    assert (answer.code, answer.out) == (0, "Learned genesis.knot_off(self, text)\n"), answer
    assert "version 2 now, in the place of version 1" in answer.err
    assert batos("chat", say="/ask --drop-example 1").code == 2


def test_scripted_talk_is_answered_by_a_persona(batos):
    answer = batos("chat", say="who are you?")
    assert answer.code == 0
    assert answer.out.split(":")[0] in ("ALFRED", "BABS", "BRICK", "ROBIN")


def test_scripted_commands(knower, batos):
    lines = [
        "/help",
        "/objects",
        "/show",
        "/show genesis.knot_chat",
        "/to alfred",
        "/show",
        '/send genesis knot_chat text="a b"',
    ]
    answer = batos("chat", say="\n".join(lines))
    assert answer.code == 0, answer
    assert "/send OBJECT SELECTOR ARGS" in answer.err
    assert "\ngenesis@" in answer.out.replace(" ", "")
    assert "genesis.knot_chat(self, text)  version 1  " in answer.out
    assert "alfred learns what you ask for.\n" in answer.err
    assert "\nalfred  @" in answer.out
    assert answer.out.endswith('" b-chat-a"\n')


def test_what_is_typed_in_quotation_marks_is_one_word_without_them(knower, batos):
    line = '/corrections add "tell me of the sea" talk'
    assert batos("chat", say=line).code == 0
    kept = batos("corrections", "--json").json()
    assert [each["said"] for each in kept if "sea" in each["said"]] == ["tell me of the sea"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/shwo genesis", "There is no command '/shwo'.\n  Did you mean '/show'?"),
        ("/", "There is no command '/'.\n  /help lists them."),
        ("/send genesis", "needs an object and a selector"),
        ("/send genesis knot_cha a", "Did you mean 'knot_chat'?"),
        ("/send genesis knot_chat 'a", "A quotation mark is not closed"),
        ("/show genessis", "Did you mean 'genesis'?"),
        ("/to genessis", "Did you mean 'genesis'?"),
    ],
)
def test_a_wrong_line_is_told_and_the_next_is_taken(knower, batos, line, told):
    answer = batos("chat", say=f"{line}\n/send genesis knot_chat ab\n")
    assert answer.code == 2
    assert told in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == '"b-chat-a"\n'


def test_scripted_a_mission_that_fails_is_told_with_what_was_tried(knower, batos, h):
    odd = h.Odd("cannot")
    knower.script({**odd.wrong, "when": "(self, text)"}, h.ALLOW)
    answer = batos("chat", say=odd.text)
    assert answer.code == 1
    assert "Error: genesis could not learn " in answer.err
    assert "  tried: " in answer.err
    assert answer.out == ""


def test_exit_leaves_at_once(knower, batos):
    answer = batos("chat", say="/exit\n/send genesis knot_chat ab\n")
    assert (answer.code, answer.out) == (0, "")


def test_a_stray_byte_does_not_end_the_chat(knower, h):
    done = knower.batos("chat", say="/show caf\udce9\n/send genesis knot_chat ab\n")
    assert done.code == 2
    assert done.out == '"b-chat-a"\n'
    assert "Traceback" not in done.err


def test_a_receiver_that_does_not_exist_is_told_at_once(batos):
    batos("chat", "--to", "genessis").sentence(2, "Did you mean 'genesis'?")


def test_scripted_each_request_is_answered_by_a_line_of_json(knower, batos):
    lines = [
        "/send genesis knot_chat ab",
        "/show nobody",
        "/objects",
        "/to robin",
        "/help",
        "/nope",
    ]
    answer = batos("chat", "--json", say="\n".join([*lines, "/approvals", "/show", "who are you?"]))
    assert answer.code == 2
    sent, missing, rows, to, _, unknown, waiting, shown, talk = map(
        json.loads, answer.out.splitlines()
    )
    assert sent["value"] == "b-chat-a"
    assert (missing["error"]["code"], unknown["error"]["code"]) == ("unknown.name", "usage")
    assert "robin" in {row["name"] for row in rows}
    assert (to, waiting) == ({"receiver": "robin"}, [])
    assert shown["name"] == "robin"
    assert (talk["kind"], bool(talk["text"])) == ("talk", True)
