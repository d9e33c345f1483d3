"""Logs as JSON lines."""

import json
import logging
import os

from batos.kernel.base.logs import JsonLines, configure_logging, last_lines, make_room


def test_a_record_is_one_line_of_json_with_its_extras():
    record = logging.makeLogRecord(
        {
            "name": "here",
            "levelname": "INFO",
            "msg": "a\n%s",
            "args": ("b",),
            "job": "j1",
            "odd": {1},
        }
    )
    line = JsonLines("kernel").format(record)
    assert "\n" not in line
    parsed = json.loads(line)
    assert parsed["message"] == "a\nb"
    assert (parsed["process"], parsed["pid"], parsed["job"]) == ("kernel", os.getpid(), "j1")
    assert parsed["odd"] == [1]


def test_a_traceback_is_part_of_the_line(tmp_path):
    root = logging.getLogger()
    level = root.level
    handler = configure_logging("kernel", tmp_path / "logs" / "kernel.log")
    try:
        try:
            raise ValueError("what happened")
        except ValueError:
            logging.getLogger("here").exception("it failed")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()
    parsed = json.loads((tmp_path / "logs" / "kernel.log").read_text())
    assert "ValueError: what happened" in parsed["traceback"]


def test_last_lines_start_where_the_process_did(tmp_path):
    log = tmp_path / "log"
    assert last_lines(log) == []
    log.write_text("old\n" + "".join(f"{n}\n" for n in range(100)))
    assert last_lines(log, 3) == ["97", "98", "99"]
    log.write_text("old\nnew\n")
    assert last_lines(log, since=4) == ["new"]


def test_a_log_that_has_grown_is_moved_aside(tmp_path):
    log = tmp_path / "folder" / "log"
    make_room(log)
    log.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    make_room(log)
    assert not log.exists()
    assert log.with_name("log.1").exists()
