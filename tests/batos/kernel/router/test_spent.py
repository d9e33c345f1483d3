"""Ids of requests that were carried out."""

from batos.kernel.router.spent import SpentIds


def made(millis, number=0):
    """Return an id as the program makes it."""
    return f"{millis:012x}7000{number:016x}"


def test_an_id_is_spent_once_it_was_used():
    ids = SpentIds(most=3)
    for name in ("a", "b", "c"):
        assert name not in ids
        ids.add(name)
    assert all(name in ids for name in ("a", "b", "c"))


def test_of_ids_that_tell_no_time_the_latest_are_known():
    ids = SpentIds(most=2)
    for name in ("a", "b", "c"):
        ids.add(name)
    assert ["a" in ids, "b" in ids, "c" in ids] == [False, True, True]


def test_an_id_that_tells_its_time_is_never_taken_for_new_again():
    now = 1_000_000.0
    ids = SpentIds(most=2, clock=lambda: now)
    old = [made(int(now * 1000) + n, n) for n in range(5)]
    for each in old:
        ids.add(each)
    now += 3600
    assert all(each in ids for each in old)
    assert made(int(now * 1000)) not in ids


def test_a_clock_that_was_set_back_makes_no_new_request_look_old():
    now = 1_000_000.0
    ids = SpentIds(most=2, clock=lambda: now)
    for number in range(5):
        ids.add(made(int(now * 1000), number))
    now -= 400 * 86400
    assert made(int(now * 1000), 9) not in ids


def test_what_only_looks_like_such_an_id_is_one_of_the_others():
    ids = SpentIds(most=1)
    ids.add(made(5))
    ids.add("x")
    for name in ("", "z" * 12 + "7" + "0" * 19, "0" * 32, "7" * 31):
        assert name not in ids
