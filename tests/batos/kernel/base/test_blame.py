"""Who ended a worker, counted."""

import os
import threading

import pytest

from batos.kernel.base.autopsy import Autopsy, Culprit
from batos.kernel.base.blame import Blame, Blames, ProcessorUse
from batos.kernel.base.desk import Seat


def seat(job="j1", text="genesis.m", oid=7, started=10.0, thread=0):
    return Seat(job, text, oid, started, thread)


def methods(*seats, clear=True):
    """What was found to have ended a worker: methods."""
    return Autopsy(
        tuple(Culprit("method", s.oid, s.text, s.text, s.job, s.started) for s in seats), clear
    )


def test_two_deaths_by_one_method_condemn_it_whoever_sent_the_message():
    blames = Blames()
    first = blames.death(methods(seat("j1", "genesis.a")), "cause 1", now=12.5)
    assert (first["j1"].deaths, first["j1"].condemned, first["j1"].seconds) == (1, False, 2.5)
    assert blames.condemned() == []
    second = blames.death(methods(seat("j2", "genesis.b")), "cause 2", now=12.0)
    assert second["j2"].condemned
    assert blames.condemned() == [Blame(7, "genesis.b", "cause 2", 2)]


def test_methods_whose_oid_is_not_known_are_told_apart_by_name():
    blames = Blames()
    blames.death(methods(seat(text="genesis.a", oid=0)), "cause")
    blames.death(methods(seat(text="genesis.b", oid=0)), "cause")
    assert blames.condemned() == []
    blames.death(methods(seat(text="genesis.a", oid=0)), "cause")
    assert [blame.text for blame in blames.condemned()] == ["genesis.a"]


def test_who_is_in_quarantine_begins_anew_and_others_stay_counted():
    blames = Blames()
    blames.death(methods(seat(oid=1), seat(oid=2)), "cause")
    blames.death(methods(seat(oid=1)), "cause")
    blames.served()
    assert blames.condemned() == []
    blames.death(methods(seat(oid=1)), "cause")
    assert blames.condemned() == []
    blames.death(methods(seat(oid=2)), "cause")
    assert [blame.oid for blame in blames.condemned()] == [2]


def test_a_worker_that_was_told_of_nobody_clears_nobody():
    blames = Blames()
    for _ in range(2):
        blames.death(methods(seat(oid=1)), "cause")
    told = blames.condemned()
    blames.served([])
    assert blames.condemned() == told
    blames.death(methods(seat(oid=2)), "cause")
    blames.death(methods(seat(oid=2)), "cause")
    blames.served(told)
    assert [blame.oid for blame in blames.condemned()] == [2]


def test_of_several_that_may_have_done_it_only_who_was_there_again_is_counted():
    blames = Blames()
    assert blames.death(methods(seat(oid=1), seat(oid=2), clear=False), "cause") == {}
    assert blames.death(methods(seat(oid=3), seat(oid=4), clear=False), "cause") == {}
    found = blames.death(methods(seat("j5", oid=5), seat("j3", oid=3), clear=False), "cause")
    assert {job: suspect.deaths for job, suspect in found.items()} == {"j3": 1}
    blames.death(methods(seat(oid=3)), "cause")
    assert [blame.oid for blame in blames.condemned()] == [3]


def test_an_object_and_a_message_are_counted_like_a_method(tmp_path):
    file = tmp_path / "deaths.json"
    blames = Blames(file)
    load = Autopsy((Culprit("object", 9, "@9", "@9", "j1", 10.0),))
    message = Autopsy((Culprit("message", 0, "object.show 0abc", "object.show", "j1"),))
    for found in (load, message):
        first = blames.death(found, "cause", now=12.0)["j1"]
        assert (first.deaths, first.kind) == (1, found.culprits[0].kind)
        assert blames.death(found, "cause", now=12.0)["j1"].condemned
    assert blames.condemned() == [Blame(9, "@9", "cause", 2, "object")]
    assert blames.barred() == {"object.show 0abc"}
    # The next kernel knows of the object; a message may have another meaning there.
    again = Blames(file)
    assert again.condemned() == [Blame(9, "@9", "cause", 2, "object")]
    assert again.barred() == set()
    blames.served()
    assert blames.condemned() == []
    assert blames.barred() == {"object.show 0abc"}


def test_a_blame_survives_as_plain_data():
    blame = Blame(7, "genesis.m", "killed by SIGKILL", 2)
    assert Blame.from_plain(blame.to_plain()) == blame


def test_deaths_are_counted_on_by_the_next_kernel(tmp_path):
    file = tmp_path / "deaths.json"
    Blames(file).death(methods(seat(oid=7), seat("j2", "genesis.b", oid=0)), "cause 1")
    blames = Blames(file)
    assert blames.condemned() == []
    (suspect,) = blames.death(methods(seat(oid=7)), "cause 2").values()
    assert suspect.condemned
    # The next kernel has to tell its first worker, if this one has not come to it.
    assert Blames(file).condemned() == [Blame(7, "genesis.m", "cause 2", 2)]
    blames.served(blames.condemned())
    assert Blames(file).condemned() == []
    (suspect,) = Blames(file).death(methods(seat("j2", "genesis.b", oid=0)), "cause 3").values()
    assert suspect.deaths == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"methods": 5}',
        '{"methods": [{"oid": "x"}]}',
        '{"methods": [7]}',
        "[" * 100_000,
        "\udcff",
    ],
    ids=range(9),
)
def test_a_damaged_file_of_deaths_counts_as_empty(tmp_path, text):
    file = tmp_path / "deaths.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    blames = Blames(file)
    assert blames.condemned() == []
    blames.death(methods(seat(oid=7)), "cause")
    Blames(file).death(methods(seat(oid=7)), "cause")
    assert len(Blames(file).condemned()) == 1


def test_a_file_of_deaths_that_cannot_be_written_stops_nobody(tmp_path):
    blames = Blames(tmp_path / "nowhere" / "deaths.json")
    for _ in range(2):
        blames.death(methods(seat(oid=7)), "cause")
    assert len(blames.condemned()) == 1


def test_the_pulse_finds_the_thread_that_computes():
    ready, done = threading.Event(), threading.Event()
    numbers = []

    def wait():
        numbers.append(threading.get_native_id())
        ready.set()
        done.wait(30)

    thread = threading.Thread(target=wait)
    thread.start()
    ready.wait(10)
    mine = threading.get_native_id()
    pulse = ProcessorUse(os.getpid(), [seat("idle", thread=numbers[0]), seat("busy", thread=mine)])
    while not pulse.clear:
        sum(range(10_000))
        if not os.path.exists("/proc/self/task"):
            break
    guilty = [found.job for found in pulse.guilty()]
    done.set()
    thread.join()
    assert guilty == (["busy"] if os.path.exists("/proc/self/task") else ["idle", "busy"])


def test_all_are_to_blame_where_the_system_does_not_tell():
    pulse = ProcessorUse(0, [seat("a", thread=1), seat("b", thread=2)])
    assert [found.job for found in pulse.guilty()] == ["a", "b"]
    assert ProcessorUse(0, []).guilty() == []
