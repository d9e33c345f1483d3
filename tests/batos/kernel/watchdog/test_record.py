"""What a watchdog tells of itself."""

import os

from batos.kernel.watchdog.record import Watch, watch_lock
from batos.processes import process_start


def watch(**fields):
    own = {"pid": os.getpid(), "start_time": process_start(os.getpid()), "since": "2026-01-01"}
    return Watch(**{**own, **fields})


def test_it_is_told_as_long_as_the_process_lives(tmp_path):
    assert Watch.read(tmp_path) is None
    watch(text="watching").write(tmp_path)
    assert Watch.read(tmp_path).text == "watching"
    watch(start_time=-1.0).write(tmp_path)  # the process number was given away again
    assert Watch.read(tmp_path) is None
    (tmp_path / "watchdog.json").write_text("{")
    assert Watch.read(tmp_path) is None


def test_it_is_told_to_end_until_it_takes_its_record_away(tmp_path):
    Watch.dismiss(tmp_path)
    assert Watch.dismissed(tmp_path)
    Watch.withdraw(tmp_path)
    assert not Watch.dismissed(tmp_path)


def test_one_process_has_the_lock(tmp_path):
    lock, other = watch_lock(tmp_path), watch_lock(tmp_path)
    assert lock.take()
    assert not other.take()
    assert other.holder() == os.getpid()
    lock.release()
    assert other.take()
    other.release()
