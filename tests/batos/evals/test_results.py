"""Results are on the disk as they come, and the next run goes on from them."""

import json

import pytest

from batos.errors import UsageError
from batos.evals.results import Result, ResultFile

SETTINGS = {"model": "small", "seed": 0}
RIGHT = Result(id="a", line=1, digest="aaa", kind="pure", status="right", asked=({"question": "?", "answer": "1"},))  # fmt: skip  # noqa: E501


def test_what_was_kept_is_found_again(tmp_path):
    path = tmp_path / "results.jsonl"
    with ResultFile(path, SETTINGS) as kept:
        kept.add(RIGHT)
        assert json.loads(path.read_text().splitlines()[-1])["status"] == "right"
    with ResultFile(path, SETTINGS) as kept:
        assert kept.done == {"aaa": RIGHT}
    assert [json.loads(line)["type"] for line in path.read_text().splitlines()] == ["settings", "mission"]  # fmt: skip  # noqa: E501


def test_other_settings_begin_anew_in_the_same_file(tmp_path):
    path = tmp_path / "results.jsonl"
    with ResultFile(path, SETTINGS) as kept:
        kept.add(RIGHT)
    with ResultFile(path, {**SETTINGS, "seed": 1}) as kept:
        assert kept.done == {}
    with ResultFile(path, SETTINGS) as kept:
        assert list(kept.done) == ["aaa"]


def test_a_line_that_was_cut_off_is_passed_over(tmp_path):
    path = tmp_path / "results.jsonl"
    with ResultFile(path, SETTINGS) as kept:
        kept.add(RIGHT)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with ResultFile(path, SETTINGS) as kept:
        assert kept.done == {}
        kept.add(RIGHT)
    with ResultFile(path, SETTINGS) as kept:
        assert list(kept.done) == ["aaa"]


@pytest.mark.parametrize("line", [b"[1]\n", b"\xff\n", b'{"type": "mission"}\n', b"{}\n"])
def test_what_is_no_result_is_passed_over(tmp_path, line):
    path = tmp_path / "results.jsonl"
    path.write_bytes(line)
    with ResultFile(path, SETTINGS) as kept:
        assert kept.done == {}
    assert path.read_bytes().startswith(line)


def test_a_file_that_cannot_be_used_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be used"), ResultFile(tmp_path, SETTINGS):
        pass


def test_without_a_file_nothing_is_kept():
    with ResultFile(None, SETTINGS) as kept:
        kept.add(RIGHT)
    assert kept.done == {"aaa": RIGHT}
