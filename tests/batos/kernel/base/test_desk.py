"""The desk: what a worker was doing, read from outside."""

import threading

import pytest

from batos.errors import ConfigError
from batos.kernel.base.desk import Desk, prepare_desk, read_desk, read_loads


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "desk.bin"
    prepare_desk(file)
    return file


def test_an_empty_desk_says_that_nothing_was_begun(path):
    assert read_desk(path) == []


def test_a_request_is_noted_until_it_is_over(path):
    desk = Desk(path)
    seat = desk.sit("j1f")
    (found,) = read_desk(path)
    assert (found.job, found.busy, found.thread) == ("j1f", False, threading.get_native_id())
    desk.rise(seat)
    assert read_desk(path) == []


def test_a_method_is_noted_with_its_name_and_its_oid(path):
    desk = Desk(path)
    seat = desk.sit("j1")
    pad = desk.begin("genesis.count_vowels")
    pad[:] = (258).to_bytes(8, "big")
    (found,) = read_desk(path)
    assert (found.text, found.oid, found.busy) == ("genesis.count_vowels", 258, True)
    desk.end()
    assert not read_desk(path)[0].busy
    desk.begin("genesis.other")
    (found,) = read_desk(path)
    assert (found.text, found.oid) == ("genesis.other", 0)
    desk.rise(seat)


def test_long_and_odd_names_are_cut_and_readable(path):
    desk = Desk(path)
    desk.sit("j1")
    desk.begin("genesis." + "ä" * 500 + "\ud800")
    (found,) = read_desk(path)
    assert found.text.startswith("genesis.ää")
    assert len(found.text) < 150


def test_each_thread_has_a_seat_of_its_own(path):
    desk = Desk(path)
    barrier = threading.Barrier(4)

    def work(number):
        seat = desk.sit(f"j{number}")
        desk.begin(f"genesis.m{number}")
        barrier.wait(10)
        barrier.wait(10)
        desk.rise(seat)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    barrier.wait(10)
    found = {seat.job: seat.text for seat in read_desk(path)}
    barrier.wait(10)
    for thread in threads:
        thread.join()
    assert found == {f"j{number}": f"genesis.m{number}" for number in range(3)}


def test_a_method_outside_of_a_request_is_not_watched(path):
    desk = Desk(path)
    assert desk.begin("genesis.m") is None
    desk.end()
    assert read_desk(path) == []


@pytest.mark.parametrize("job", [["j"] * 65, ["j" * 25]])
def test_a_desk_that_could_not_note_everything_is_not_relied_upon(path, job):
    desk = Desk(path)
    for name in job:
        desk.sit(name)
    assert read_desk(path) is None


def test_a_desk_without_a_file_takes_part_in_nothing(tmp_path):
    desk = Desk()
    desk.rise(desk.sit("j1"))
    assert desk.begin("genesis.m") is None
    desk.end()


def test_what_is_no_desk_is_not_known(tmp_path):
    file = tmp_path / "desk.bin"
    assert read_desk(file) is None
    file.write_bytes(b"x" * 100)
    assert read_desk(file) is None
    with pytest.raises(ConfigError, match="cannot be mapped"):
        Desk(tmp_path / "none.bin")


def test_a_record_is_noted_while_it_is_loaded(path):
    desk = Desk(path)
    desk.loading((258).to_bytes(8, "big"))
    (found,) = read_loads(path)
    assert (found.oid, found.ident) == (258, threading.get_ident())
    desk.loaded()
    assert read_loads(path) == []


def test_what_more_threads_load_than_there_is_place_for_is_not_noted(path):
    desk = Desk(path)
    barrier = threading.Barrier(80)

    def work(number):
        desk.loading(number.to_bytes(8, "big"))
        barrier.wait()
        desk.loaded()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 80)]
    for thread in threads:
        thread.start()
    barrier.wait()
    for thread in threads:
        thread.join()
    assert read_loads(path) == []


def test_a_desk_that_is_none_loads_nothing(tmp_path):
    assert read_loads(tmp_path / "none.bin") == []
    desk = Desk(None)
    desk.loading(bytes(8))
    desk.loaded()
