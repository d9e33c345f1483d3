"""Several image workers on one server: real kernel, real workers, real ZEO and PostgreSQL."""

import json
import os
import signal
import threading
from collections import Counter
from urllib.parse import quote

import pytest
from image_servers import PostgresServer, ZeoServer

from batos.errors import BatosError, ConfigError
from batos.guardian.audit.audit import audit
from batos.guardian.running.run import GuardedRunner
from batos.image import Session, history
from batos.objects import Method, UvmObject
from batos.wire.messages.image import ImageStatus
from batos.wire.messages.kernel import KernelStatus, ListJobs
from batos.wire.messages.objects import SendMessage, ShowObject
from batos.wire.messages.talk.missions import Ask

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.name != "posix", reason="the server listens on a socket of Unix"),
]
WORKERS = 3
COUNTERS = 8

BUMP = """def bump(self):
    self.n = self.n + 1
    self._p_changed = True
    return self.n
"""


@pytest.fixture(scope="module", params=["zeo", pytest.param("postgres", marks=pytest.mark.long)])
def shared_image(request, tmp_path_factory):
    """The URI of an empty image on a server."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "zeo":
        with ZeoServer(folder) as server:
            yield server.uri()
        return
    try:
        server = PostgresServer(os.environ.get("BATOS_TEST_POSTGRES", ""))
    except ConfigError as error:
        pytest.skip(error.message)
    uri = server.database()
    yield f"{uri}{'&' if '?' in uri else '?'}blob_dir={quote(str(folder / 'blobs'))}"
    server.drop(uri)
    server.close()


@pytest.fixture(scope="module")
def many(h, shared_image, tmp_path_factory):
    """A home with several image workers, which were born on an empty image at once."""
    home = h.Home(tmp_path_factory.mktemp("many"))
    home.env["BATOS_IMAGE__URI"] = shared_image
    home.env["BATOS_KERNEL__IMAGE_WORKERS"] = str(WORKERS)
    try:
        home.up()
        yield home
    finally:
        home.end()


def engines(home):
    with home.client() as client:
        found = client.request(KernelStatus())["engines"]
    return {each["name"]: each for each in found if each["name"].startswith("image")}


def names(receiver):
    return [f"{receiver}{n}" for n in range(COUNTERS)]


@pytest.fixture(scope="module")
def counters(many):
    """Objects that count, and one that all share."""
    session = Session(many.env["BATOS_IMAGE__URI"], GuardedRunner)
    make_counters(session)
    yield session
    session.close()


def make_counters(session):
    def make(root):
        verdict = audit(BUMP)
        parent = root.find("traits")
        counter = root.add("counter", UvmObject(parents=(parent,), n=0))
        history.install(
            root,
            counter,
            Method(selector="bump", source=BUMP, signature=verdict.signature, mutator=True),
            user="test",
        )
        for name in [*names("own"), "all_share"]:
            root.add(name, UvmObject(parents=(counter,), n=0))

    session.change(make, note="counters")


def bump(home, jobs, *, errors=(), heard=lambda _count: None):
    """Send messages from several clients at once; return what was acknowledged, by receiver."""
    done = Counter()
    failed = []
    lock = threading.Lock()

    def work(receivers):
        with home.client() as client:
            for receiver in receivers:
                asked = SendMessage("bump", receiver, learn=False)
                try:
                    client.request(asked, timeout=120)
                except errors:
                    continue
                except BaseException as error:
                    failed.append(error)
                    return
                with lock:
                    done[receiver] += 1
                    heard(done.total())

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed
    return done


def counted(session, receiver):
    with session.read() as root:
        return root.find(receiver).n


@pytest.mark.long
def test_all_of_them_are_shown(many):
    answer = many.batos("status")
    assert answer.code == 0
    shown = [line.split()[:2] for line in answer.out.splitlines()]
    for name in ("image", "image-2", "image-3"):
        assert [name, "ready"] in shown


@pytest.mark.long
def test_an_image_is_born_once_though_three_begin_at_once(many, counters):
    with counters.read() as root:
        ids = [record["at"] for record in root.genesis.values()]
        assert len(ids) == len(set(ids))
        traits = root.find("traits")
        # Had a step been done twice, the second would have replaced what others refer to.
        assert root.find("genesis").parents[-1] is traits
        assert root.find("robin").parents[-1] is traits
        assert root.find("memory").catalog is root.memory["catalog"]
        installs = [each for each in history.latest_events(root) if each.kind == "genesis"]
        assert len({(e.holder, e.selector) for e in installs}) == len(installs)
    assert many.batos("image", "check").code == 0


def test_no_update_is_lost_on_own_and_on_shared_objects(many, counters):
    before = {name: counted(counters, name) for name in [*names("own"), "all_share"]}
    done = bump(many, [[name, "all_share"] * 20 for name in names("own")])
    assert done["all_share"] == 20 * COUNTERS
    for name, number in before.items():
        assert counted(counters, name) == number + done[name]


@pytest.mark.long
def test_no_update_is_lost_in_a_long_run(many, counters):
    before = {name: counted(counters, name) for name in [*names("own"), "all_share"]}
    done = bump(many, [[name, "all_share"] * 500 for name in names("own")])
    assert done["all_share"] == 500 * COUNTERS
    for name, number in before.items():
        assert counted(counters, name) == number + done[name]


def ask(home, odd, receiver, answers):
    with home.client() as client:
        asked = Ask(odd.text, receiver, odd.name)
        answers.append(client.request(asked, timeout=120))


def at_work(home):
    """Return the workers of the missions that run."""
    with home.client() as client:
        jobs = client.request(ListJobs()).jobs
    return [job["engine"] for job in jobs if job["type"] == "mission.ask" and job["engine"]]


def begin(home, odd, receivers):
    answers = []
    threads = [
        threading.Thread(target=ask, args=(home, odd, receiver, answers)) for receiver in receivers
    ]
    for thread in threads:
        thread.start()
    return threads, answers


@pytest.mark.long
def test_missions_of_different_receivers_run_in_different_workers(many, counters, h):
    odd = h.Odd("spread")
    gate = many.gate(odd.name)
    many.script({**odd.right, "gate": gate.path}, h.ALLOW)
    threads, answers = begin(many, odd, names("own"))
    h.until(lambda: len(at_work(many)) == COUNTERS)
    assert set(at_work(many)) == {"image", "image-2", "image-3"}
    gate.open()
    for thread in threads:
        thread.join()
    assert {answer.outcome.status for answer in answers} == {"COMPLETE"}
    for name in names("own"):
        assert many.batos("send", name, odd.name, "ab").json() == "b-spread-a"


def test_two_missions_for_one_method_are_one_cycle(many, counters, h):
    odd = h.Odd("joined")
    gate = many.gate(odd.name)
    many.script({**odd.right, "gate": gate.path}, h.ALLOW)
    threads, answers = begin(many, odd, ["counter", "Counter"])
    h.until(lambda: len(at_work(many)) == 2)
    assert len(set(at_work(many))) == 1
    gate.open()
    for thread in threads:
        thread.join()
    assert len({answer.outcome.cycle for answer in answers}) == 1


@pytest.mark.long
def test_what_one_machine_has_learned_another_one_understands(
    many, counters, shared_image, h, tmp_path
):
    other = h.Home(tmp_path)
    other.env["BATOS_IMAGE__URI"] = shared_image
    odd = h.Odd("abroad")
    try:
        other.up()
        many.script(odd.right, h.ALLOW)
        assert many.batos(*odd.words, "--to", "counter").code == 0
        assert other.batos("send", "own1", odd.name, "ab").json() == "b-abroad-a"
        before = counted(counters, "all_share")
        homes = [many, other]
        threads = [
            threading.Thread(target=bump, args=(home, [["all_share"] * 20] * 2)) for home in homes
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counted(counters, "all_share") == before + 80
    finally:
        other.end()


@pytest.mark.long
def test_one_that_is_killed_at_work_leaves_the_others_serving(many, counters, h):
    before = {name: counted(counters, name) for name in [*names("own"), "all_share"]}
    found = engines(many)
    victim = found["image-2"]["pid"]

    def heard(count):
        if count == 60:
            os.kill(victim, signal.SIGKILL)

    each = 15
    jobs = [[name, "all_share"] * each for name in names("own")]
    done = bump(many, jobs, errors=BatosError, heard=heard)
    for name, number in before.items():
        sent = each * COUNTERS if name == "all_share" else each
        # What was acknowledged is there; what was not may be, but nothing is there twice.
        assert number + done[name] <= counted(counters, name) <= number + sent
    threads = 4
    assert 2 * each * COUNTERS - done.total() <= threads, "more was lost than it had in hand"
    h.until(lambda: engines(many)["image-2"]["state"] == "ready")
    now = engines(many)
    assert now["image-2"]["pid"] != victim
    assert {now[name]["pid"] for name in ("image", "image-3")} == {
        found[name]["pid"] for name in ("image", "image-3")
    }
    answer = many.batos("send", "all_share", "bump")
    assert json.loads(answer.out) == counted(counters, "all_share")


@pytest.mark.long
def test_messages_to_own_objects_do_not_conflict(home, h):
    """On a file, with the threads of the one worker."""
    session = Session(str(home.image_file), GuardedRunner)
    make_counters(session)
    session.close()
    home.up()
    with home.client() as client:
        before = client.request(ImageStatus())
        done = bump(home, [[name] * 100 for name in names("own")])
        after = client.request(ImageStatus())
        shown = client.request(ShowObject("own0"))
    assert done.total() == 100 * COUNTERS
    assert after["conflicts"] == before["conflicts"]
    assert after["commits"] - before["commits"] >= done.total()
    assert shown["slots"]["n"] == 100


@pytest.mark.long
def test_a_file_is_for_one_worker(h, tmp_path):
    home = h.Home(tmp_path)
    home.env["BATOS_KERNEL__IMAGE_WORKERS"] = "2"
    for command in ("up", "serve"):
        home.batos(command).sentence(2, "kernel.image_workers is 2", "only one process", "zeo://")
    home.env["BATOS_KERNEL__IMAGE_WORKERS"] = "33"
    home.batos("up").sentence(2, "kernel.image_workers", "32")
    home.end()
