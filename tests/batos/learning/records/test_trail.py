"""The audit trail as JSON lines."""

import json

from batos.learning.model.brief import MissionBrief
from batos.learning.records.trail import Trail, now_text
from batos.objects import Example


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_entries_are_appended(tmp_path):
    trail = Trail(tmp_path / "logs" / "trail.jsonl")
    trail.write({"a": 1})
    trail.write({"b": "\u00fc"})
    assert lines(trail.path) == [{"a": 1}, {"b": "\u00fc"}]


def test_what_json_has_no_word_for(tmp_path):
    trail = Trail(tmp_path / "trail.jsonl")
    trail.write({"a": {(1, 2): [{3: b"x"}]}, "half": "\ud800", "set": {1}})
    assert lines(trail.path) == [{"a": {"(1, 2)": [{"3": "x"}]}, "half": "\ud800", "set": [1]}]


def test_no_path_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Trail(None).write({"a": 1})
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    Trail(tmp_path / "file" / "trail.jsonl").write({"a": 1})
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_full_one_is_put_aside(tmp_path):
    trail = Trail(tmp_path / "trail.jsonl")
    trail.path.write_bytes(b"x" * (16 * 1024 * 1024 + 1))
    trail.write({"a": 1})
    assert lines(trail.path) == [{"a": 1}]
    assert (tmp_path / "trail.1.jsonl").exists()


def test_times_are_in_utc():
    assert now_text().endswith("+00:00")


def test_a_mission_with_strange_values_is_told_and_kept(home, m):
    image = home.open(m.Coder("    return data[(1, 2)]\n"))
    examples = tuple(
        Example(args=({(1, 2): text},), result=text) for text in ("a", "\ud800", "\u00fc")
    )
    image.learn(MissionBrief(selector="zorble", text="zorble", examples=examples))
    assert lines(home.trail)
