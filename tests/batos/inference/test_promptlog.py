"""The log of what models were asked."""

import json
import os
import threading

import pytest

from batos.inference.promptlog import PromptLog
from batos.inference.prompts import prompt_hash
from batos.inference.requests import Completion, CompletionRequest

REQUEST = CompletionRequest(prompt="Say é", temperature=0.5, seed=3)
COMPLETION = Completion(
    text="é\n",
    finish_reason="stop",
    prompt_tokens=2,
    completion_tokens=1,
    seconds=0.12345,
    backend="scripted",
    model="script",
)


def test_an_entry_names_who_asked_what_and_what_it_cost(tmp_path):
    log = PromptLog(tmp_path / "logs" / "prompts.jsonl")
    digest = log.record("coder", REQUEST, COMPLETION)
    (line,) = log.path.read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert digest == entry["sha256"] == prompt_hash("Say é")
    assert entry["at"].endswith("+00:00")
    expected = {"role": "coder", "backend": "scripted", "model": "script", "seconds": 0.123}
    expected |= {"prompt_tokens": 2, "seed": 3}
    assert expected.items() <= entry.items()


def test_what_was_asked_and_answered_is_written_where_that_is_switched_on_and_only_there(tmp_path):
    for name, in_full in (("by_hash", False), ("in_full", True)):
        log = PromptLog(tmp_path / name, in_full=in_full)
        log.record("coder", REQUEST, COMPLETION)
        entry = json.loads(log.path.read_text(encoding="utf-8"))
        found = entry.pop("prompt", None), entry.pop("text", None)
        assert found == (("Say é", "é\n") if in_full else (None, None))
        assert "Say" not in str(entry)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_only_the_owner_can_read_it(tmp_path):
    log = PromptLog(tmp_path / "prompts.jsonl")
    log.record("coder", REQUEST, COMPLETION)
    assert log.path.stat().st_mode & 0o077 == 0


def test_it_never_grows_past_its_limit_and_keeps_whole_lines(tmp_path):
    log = PromptLog(tmp_path / "prompts.jsonl", max_bytes=2_000)
    for _ in range(50):
        log.record("coder", REQUEST, COMPLETION)
    files = sorted(tmp_path.iterdir())
    assert [each.name for each in files] == ["prompts.jsonl", "prompts.jsonl.1"]
    for each in files:
        assert each.stat().st_size <= 2_000
        for line in each.read_text(encoding="utf-8").splitlines():
            json.loads(line)


def test_threads_do_not_tear_each_others_lines(tmp_path):
    log = PromptLog(tmp_path / "prompts.jsonl")

    def write() -> None:
        for _ in range(20):
            log.record("coder", REQUEST, COMPLETION)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = log.path.read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 80


def test_an_answer_outlives_a_log_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    log = PromptLog(tmp_path / "file" / "prompts.jsonl")
    assert log.record("coder", REQUEST, COMPLETION)
    assert log.dropped == 1
