"""Counting what messages run: in memory, and written now and then."""

import threading

import pytest

from batos.errors import ImageError
from batos.image import history
from batos.image.history.usage import NOTE
from batos.objects import Method, UvmObject, methods_of


@pytest.fixture
def word(session):
    """The oid of a method in the image."""

    def learn(root):
        source = "def word(self):\n    return 1\n"
        method = Method(selector="word", source=source, signature="(self)")
        history.install(root, root.add("box", UvmObject()), method, user="amy")

    session.change(learn, note="learn")
    with session.read() as root:
        return methods_of(root.find("box"))["word"]._p_oid


@pytest.fixture
def counter(session):
    counter = history.UsageCounter(session, pause=3600)
    yield counter
    counter.close()


def written(session):
    with session.read() as root:
        return history.usage_of(root, methods_of(root.find("box"))["word"])


def test_what_was_counted_is_written_at_the_end(session, word, counter):
    counter.add([word], [])
    counter.add([word, word], [word])
    commits = session.metrics.commits
    assert written(session) == history.Usage()
    counter.close()
    assert session.metrics.commits == commits + 1
    usage = written(session)
    assert (usage.calls, usage.errors) == (2, 1)
    assert usage.to_plain()["last"].startswith("20")
    counter.close()
    assert session.metrics.commits == commits + 1


def test_what_waits_can_be_seen(session, word, counter):
    counter.add([word], [])
    with session.read() as root:
        method = methods_of(root.find("box"))["word"]
        assert counter.waiting(method).calls == 1
        counter.write()
        assert counter.waiting(method) == history.Usage()
    assert written(session).calls == 1


def test_nothing_to_count_is_no_transaction(session, word, counter):
    commits = session.metrics.commits
    counter.add([], [])
    counter.write()
    assert session.metrics.commits == commits


def test_counts_are_added_to_those_before(session, word, counter):
    for _ in range(3):
        counter.add([word], [])
        counter.write()
    assert written(session).calls == 3


def test_it_is_written_by_itself(session, word):
    counter = history.UsageCounter(session, pause=0.01)
    done = threading.Event()
    change = session.change

    def watched(*args, **keywords):
        change(*args, **keywords)
        done.set()

    session.change = watched
    counter.add([word], [])
    assert done.wait(30)
    assert written(session).calls == 1
    session.change = change
    counter.close()


def test_two_processes_shares_are_added(session, word):
    """Two of one image's counters with different shares never write the same key."""
    counters = [history.UsageCounter(session, pause=3600) for _ in range(2)]
    for share, counter in enumerate(counters):
        counter._share = share
        for _ in range(50):
            counter.add([word], [])
    threads = [threading.Thread(target=counter.close) for counter in counters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written(session).calls == 100


def test_many_threads_lose_no_count(session, word, counter):
    def work():
        for _ in range(100):
            counter.add([word], [])
        counter.write()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert written(session).calls == 400


def test_an_image_that_cannot_be_written_keeps_the_counts(session, word, counter):
    def refuse(*_args, **_keywords):
        raise ImageError("full")

    counter.add([word], [])
    session.change, change = refuse, session.change
    with pytest.raises(ImageError):
        counter.write()
    session.change = change
    counter.add([word], [])
    counter.write()
    assert written(session).calls == 2
    counter.add([word], [])
    session.change = refuse
    counter.close()
    session.change = change


def test_the_log_does_not_show_it(session, word, counter):
    counter.add([word], [])
    counter.write()
    assert all(each.note != NOTE for each in history.transactions(session, 100))


def test_a_method_has_been_used_in_all_its_versions(session, word, counter):
    def better(root):
        source = "def word(self):\n    return 2\n"
        method = Method(selector="word", source=source, signature="(self)")
        history.install(root, root.find("box"), method, user="amy")

    counter.add([word], [])
    counter.add([word], [word])
    counter.write()
    session.change(better, note="learn")
    with session.read() as root:
        method = methods_of(root.find("box"))["word"]
        assert history.usage_of(root, method).calls == 0
        assert history.lifetime_of(root, method).successes == 1


def test_it_is_carried_over_to_a_method_that_goes_on_elsewhere(session, word, counter):
    def move(root):
        method = methods_of(root.find("box"))["word"]
        root.connection.add(moved := method.again())
        history.carry_over(root, method, moved)
        history.install(root, root.add("chest", UvmObject()), moved, user="amy")

    counter.add([word], [])
    counter.write()
    session.change(move, note="move")
    with session.read() as root:
        assert history.usage_of(root, methods_of(root.find("chest"))["word"]).calls == 1
