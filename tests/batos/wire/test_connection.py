"""The connection file."""

import os
import subprocess
import sys

import msgspec
import pytest

from batos.errors import KernelNotRunningError, UsageError
from batos.wire.connection import Connection, process_start
from batos.wire.lock import KernelLock


def _mine(**fields):
    known = {
        "pid": os.getpid(),
        "start_time": process_start(os.getpid()),
        "inc": "one",
        "endpoint": "tcp://127.0.0.1:1",
        "server_key": "k",
        "protocol": 1,
    }
    return Connection(**{**known, **fields})


def test_it_is_published_read_and_withdrawn(tmp_path):
    mine = _mine()
    mine.publish(tmp_path)
    assert Connection.read(tmp_path) == mine
    _mine(inc="another").withdraw(tmp_path)
    assert Connection.read(tmp_path) == mine
    mine.withdraw(tmp_path)
    mine.withdraw(tmp_path)
    with pytest.raises(KernelNotRunningError):
        Connection.read(tmp_path)


def test_a_process_that_took_over_the_number_is_not_the_kernel(tmp_path):
    _mine(start_time=1.0).publish(tmp_path)
    if sys.platform == "linux":
        with pytest.raises(KernelNotRunningError, match="ended unexpectedly"):
            Connection.read(tmp_path)


def test_a_process_that_has_ended_is_seen():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert process_start(child.pid) is not None
    child.communicate(b"\n")
    assert process_start(child.pid) is None


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"pid": "x"}'])
def test_a_damaged_file_is_no_kernel(tmp_path, raw):
    (tmp_path / "kernel.json").write_bytes(raw)
    with pytest.raises(KernelNotRunningError, match="damaged"):
        Connection.read(tmp_path)


@pytest.mark.parametrize("raw", [None, b"", b"{}"])
def test_a_file_that_is_gone_or_another_one_is_restored(tmp_path, raw):
    mine = _mine()
    if raw is not None:
        (tmp_path / "kernel.json").write_bytes(raw)
    assert mine.restore(tmp_path)
    assert Connection.read(tmp_path) == mine
    assert not mine.restore(tmp_path)


def test_who_has_the_folder_but_no_file_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("batos.wire.connection._RESTORED_S", 0.0)
    lock = KernelLock(tmp_path)
    lock.acquire()
    with pytest.raises(
        KernelNotRunningError, match=f"pid {os.getpid()}.*cannot be reached"
    ) as told:
        Connection.read(tmp_path)
    assert told.value.details == {"holder": os.getpid()}
    lock.release()
    with pytest.raises(KernelNotRunningError, match="No kernel is running"):
        Connection.read(tmp_path)


def test_unknown_fields_are_ignored(tmp_path):
    plain = {**msgspec.to_builtins(_mine()), "colour": "blue"}
    (tmp_path / "kernel.json").write_bytes(msgspec.json.encode(plain))
    assert Connection.read(tmp_path) == _mine()


def test_a_kernel_on_another_machine_is_believed_without_its_process(tmp_path):
    mine = _mine()
    mine.publish(tmp_path)
    found = Connection.elsewhere("tcp://10.1.2.3:5555", tmp_path)
    assert (found.endpoint, found.server_key) == ("tcp://10.1.2.3:5555", mine.server_key)
    assert found.alive()
    assert not found.inc, "it may have started anew since its file was copied"


@pytest.mark.parametrize("endpoint", ["10.1.2.3:5555", "tcp://host", "ipc:///x", "tcp://a b:1"])
def test_what_is_no_address_of_a_kernel_is_refused(tmp_path, endpoint):
    with pytest.raises(UsageError, match="no address"):
        Connection.elsewhere(endpoint, tmp_path)


def test_a_kernel_elsewhere_of_which_nothing_was_copied_is_not_known(tmp_path):
    with pytest.raises(KernelNotRunningError, match="not known here") as caught:
        Connection.elsewhere("tcp://10.1.2.3:5555", tmp_path)
    assert "client.key" in caught.value.hint
