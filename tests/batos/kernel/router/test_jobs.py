"""What is remembered of requests."""

from batos.kernel.base.links import Peer, Sent
from batos.kernel.base.outbox import Entry
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.jobs import Job, JobTable, Journal
from batos.kernel.router.lanes import Lanes
from batos.wire.messages.frame import Header


class Line:
    """A carrier that takes everything."""

    def __init__(self):
        self.sent = []

    def send(self, _identity, frames):
        self.sent.append(frames)
        return Sent.OK

    def hold(self, _peer):
        raise AssertionError("nothing has to wait")

    def lose(self, peer):
        peer.gone = True

    def overrun(self, peer):
        raise AssertionError("nobody is behind")


def _job(table, request="r", sess="s", lane="interactive", limits=None):
    header = Header(kind="req", type="t", id=request, sess=sess, lane=lane)
    limits = limits or KernelLimits()
    job = Job(table.next_key(), Peer(Line(), b"p", limits), header, inc="i", limits=limits)
    table.add(job)
    return job


def _finish(table, job, now=0.0, size=10):
    job.state = "done"
    job.terminal = Entry([b"x" * size])
    table.retire(job, now)


def test_a_job_is_found_by_each_of_its_names():
    table = JobTable(KernelLimits())
    job = _job(table)
    assert table.get(job.key) is job
    assert table.of_request("r") is job
    assert table.find("r") is job
    assert table.find(job.key) is job
    assert table.find("unknown") is None
    _finish(table, job)
    assert table.get(job.key) is None
    assert table.find(job.key) is job
    assert table.of_request("r") is job


def test_finished_jobs_are_forgotten_by_number_size_and_age():
    table = JobTable(KernelLimits(finished=3))
    for number in range(5):
        _finish(table, _job(table, f"r{number}"))
    assert [table.of_request(f"r{n}") is not None for n in range(5)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    table = JobTable(KernelLimits(finished_bytes=100))
    for number in range(5):
        _finish(table, _job(table, f"r{number}"), size=40)
    assert table.of_request("r2") is None
    table = JobTable(KernelLimits(finished_s=10))
    _finish(table, _job(table, "old"), now=0)
    _finish(table, _job(table, "new"), now=5)
    table.forget_old(12)
    assert table.of_request("old") is None
    assert table.of_request("new") is not None


def test_a_journal_is_bounded_by_number_and_size():
    journal = Journal(KernelLimits(journal_entries=3))
    for seq in range(1, 6):
        journal.add(Entry([b"x"], seq=seq))
    assert [entry.seq for entry in journal.after(3)] == [4, 5]
    assert [entry.seq for entry in journal.after(0)] == [3, 4, 5]
    journal = Journal(KernelLimits(journal_bytes=100))
    for seq in range(1, 6):
        journal.add(Entry([b"x" * 40], seq=seq))
    assert journal.size == 80


def test_lanes_are_served_in_order():
    table, lanes = JobTable(KernelLimits()), Lanes()
    jobs = {lane: _job(table, lane, lane=lane) for lane in ("batch", "interactive", "control")}
    for job in jobs.values():
        lanes.add(job)
    lanes.add(_job(table, "second", lane="batch"))
    assert len(lanes) == 4
    assert lanes.sizes() == {"control": 1, "interactive": 1, "batch": 2}
    assert [job.lane for job in lanes] == ["control", "interactive", "batch", "batch"]
    lanes.remove(jobs["interactive"])
    lanes.remove(jobs["interactive"])
    taken = [lanes.take(lambda _job: True).request_id for _ in range(3)]
    assert taken == ["control", "batch", "second"]
    assert lanes.take(lambda _job: True) is None
    assert len(lanes) == 0
