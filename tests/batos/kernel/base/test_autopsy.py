"""What a worker died of."""

import pytest

from batos.kernel.base.autopsy import Autopsy, autopsy, crashed_thread
from batos.kernel.base.desk import Load, Seat

BUSY = Seat("j1", "genesis.a", 7, 10.0, thread=1, ident=101)
OTHER = Seat("j2", "genesis.b", 8, 11.0, thread=2, ident=102)
READING = Seat("j3", thread=3, ident=103)


def message(job):
    return f"object.show {job}", "object.show"


def culprits(seats=(), loads=(), **more):
    found = autopsy(seats, loads, now=20.0, message=message, **more)
    return [(each.kind, each.oid, each.job) for each in found.culprits], found.clear


def test_what_no_message_can_have_done_is_nobodys_fault():
    assert autopsy([READING], (), now=20.0) == Autopsy()


def test_a_worker_that_had_begun_nothing_died_by_itself():
    assert culprits() == ([], False)


def test_the_one_method_that_ran_did_it():
    assert culprits([BUSY, READING]) == ([("method", 7, "j1")], True)


def test_of_several_methods_the_one_that_crashed_did_it():
    assert culprits([BUSY, OTHER], thread=102) == ([("method", 8, "j2")], True)
    assert culprits([BUSY, OTHER]) == ([("method", 7, "j1"), ("method", 8, "j2")], False)


def test_of_several_methods_those_that_computed_hung():
    assert culprits([BUSY, OTHER], hung=[OTHER]) == ([("method", 8, "j2")], True)


def test_a_message_that_runs_no_method_can_do_it():
    assert culprits([READING]) == ([("message", 0, "j3")], True)
    assert culprits([BUSY, READING], thread=103) == ([("message", 0, "j3")], True)
    found, clear = culprits([READING, Seat("j4", ident=104)], hung=[])
    assert (len(found), clear) == (2, False)


@pytest.mark.parametrize("how", [{"thread": 101}, {"hung": [BUSY]}, {"hung": []}])
def test_an_object_that_is_loaded_for_ever_did_it_and_not_the_method(how):
    loads = [Load(9, 12.0, ident=101)]
    assert culprits([BUSY, OTHER], loads, **how) == ([("object", 9, "j1")], True)


def test_an_object_that_crashes_while_it_is_loaded_did_it():
    loads = [Load(9, 19.999, ident=101), Load(8, 12.0, ident=102)]
    assert culprits([BUSY, OTHER], loads, thread=101) == ([("object", 9, "j1")], True)


def test_an_object_that_has_just_begun_to_be_loaded_has_nothing_to_do_with_a_hang():
    loads = [Load(9, 19.999, ident=101)]
    assert culprits([BUSY], loads, hung=[BUSY]) == ([("method", 7, "j1")], True)


def test_an_object_that_no_request_is_for_can_do_it():
    assert culprits([], [Load(9, 2.0, ident=5)], hung=[]) == ([("object", 9, "")], True)


def test_a_crash_names_its_thread():
    lines = [
        '{"message": "Current thread 0x00000001 (most recent call first):"}',
        "Fatal Python error: Segmentation fault",
        "",
        "Current thread 0x00007f06bca01b80 (most recent call first):",
        '  File "x.py", line 1 in m',
        "Thread 0x00007f06b0000000 (most recent call first):",
    ]
    assert crashed_thread(lines) == 0x7F06BCA01B80
    assert crashed_thread([]) == 0
