"""Slots are given out in order, and nobody waits for ever."""

import threading

from batos_backend_llamacpp.slots import SlotPool


def never():
    return False


def test_slots_are_counted():
    pool = SlotPool(3)
    assert pool.take(2, never)
    assert pool.busy == 2
    pool.put_back(2)
    assert pool.busy == 0
    assert pool.wait_idle(0)


def test_one_who_gives_up_takes_nothing():
    pool = SlotPool(1)
    assert pool.take(1, never)
    assert not pool.take(1, lambda: True)
    assert not pool.wait_idle(0)
    pool.put_back(1)
    assert pool.take(1, never)


def test_a_large_request_is_not_overtaken_by_small_ones():
    pool = SlotPool(2)
    pool.take(1, never)
    order = []
    large_waits = threading.Event()

    def large():
        def waiting():
            large_waits.set()
            return False

        pool.take(2, waiting)
        order.append("large")
        pool.put_back(2)

    def small():
        pool.take(1, never)
        order.append("small")
        pool.put_back(1)

    first = threading.Thread(target=large)
    first.start()
    assert large_waits.wait(30)
    second = threading.Thread(target=small)
    second.start()
    pool.put_back(1)
    first.join(30)
    second.join(30)
    assert order == ["large", "small"]
