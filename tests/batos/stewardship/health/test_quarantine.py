"""Quarantine: methods that are kept and readable, but not run, until they are mended."""

import pytest

from batos.errors import (
    AuditRefusedError,
    MethodError,
    QuarantinedError,
    UnknownNameError,
    UsageError,
)
from batos.guardian.audit.audit import audit
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, Method, UvmObject, install_method, methods_of
from batos.stewardship.health.quarantine import (
    barred_sources,
    put_into_quarantine,
    quarantine_blamed,
)

SOURCES = {
    "twice": "def twice(self, x):\n    return x * 2\n",
    "asks": "def asks(self, x):\n    return self.twice(x) + 1\n",
    "tries": (
        "def tries(self, x):\n    try:\n        return self.twice(x)\n"
        "    except ValueError:\n        return 0\n"
    ),
}


def install(image, source, name="genesis"):
    verdict = audit(source)

    def work(root):
        method = Method(
            selector=verdict.selector or source[4 : source.index("(")],
            source=source,
            signature=verdict.signature,
            mutator=verdict.mutator,
            verdict=verdict.to_plain(),
        )
        install_method(root.find(name), method)

    image.session.change(work, note="test")


def number(image, selector, name="genesis"):
    """Return the oid of a method."""
    with image.session.read() as root:
        method = methods_of(root.find(name))[selector]
        return int.from_bytes(method._p_oid, "big")


def blame(oid=0, text="genesis.twice", **more):
    return {"oid": oid, "text": text, "cause": "killed by SIGKILL", "deaths": 2, **more}


@pytest.fixture
def image(home):
    opened = home.open()
    for source in SOURCES.values():
        install(opened, source)
    return opened


class TestBlamed:
    def test_the_method_of_that_oid_is_refused_at_send_with_the_reason(self, image):
        oid = number(image, "twice")
        # The message was another one: it is the method that hung that is put aside.
        found = quarantine_blamed(image.session, [blame(oid, "genesis.asks")])
        assert found == ["genesis.twice"]
        with pytest.raises(QuarantinedError, match=r"genesis\.twice.*ended 2 workers.*SIGKILL"):
            image.send("genesis", "twice", 3)
        with pytest.raises(QuarantinedError, match=r"genesis\.twice"):
            image.send("genesis", "asks", 3)

    def test_without_an_oid_the_message_names_it(self, image):
        assert quarantine_blamed(image.session, [blame()]) == ["genesis.twice"]

    def test_a_method_is_found_through_who_inherits_it(self, image):
        image.session.change(
            lambda root: root.add("child", UvmObject(parents=(root.find("genesis"),))) and None,
            note="test",
        )
        found = quarantine_blamed(image.session, [blame(number(image, "twice"), "child.twice")])
        assert found == ["genesis.twice"]

    def test_the_method_of_another_object_is_found_by_its_oid(self, image):
        def work(root):
            root.add("helper", UvmObject())

        image.session.change(work, note="test")
        install(image, "def slow(self):\n    return 1\n", "helper")
        found = quarantine_blamed(
            image.session, [blame(number(image, "slow", "helper"), "genesis.asks")]
        )
        assert found == ["helper.slow"]

    @pytest.mark.parametrize(
        ("oid", "text"),
        [
            (0, "nobody.twice"),
            (0, "genesis.nothing"),
            (10**9, "genesis.purpose"),
            (1, "x"),
            (0, ""),
        ],
    )
    def test_what_cannot_be_found_is_passed_over(self, image, oid, text):
        assert quarantine_blamed(image.session, [blame(oid, text)]) == []
        assert image.quarantine() == []

    def test_it_happens_before_anything_is_run(self, home, image):
        from batos.living import LivingImage

        oid = number(image, "twice")
        image.close()
        opened = LivingImage.open(
            (home.folder / "image.fs").as_uri(),
            loaded=home.loaded(),
            thinker=image.thinker,
            plugins=image.plugins,
            blamed=[blame(oid)],
        )
        with opened, pytest.raises(QuarantinedError):
            opened.send("genesis", "twice", 1)

    def test_doing_it_twice_changes_nothing(self, image):
        quarantine_blamed(image.session, [blame()])
        before = image.quarantine()
        assert quarantine_blamed(image.session, [blame(cause="something else")]) == []
        assert image.quarantine() == before

    def test_nothing_to_do_is_no_transaction(self, image):
        commits = image.session.metrics.commits
        assert quarantine_blamed(image.session, []) == []
        assert image.session.metrics.commits == commits


class TestKept:
    def test_the_source_stays_readable_with_the_reason(self, image):
        quarantine_blamed(image.session, [blame()])
        shown = image.show("genesis.twice")
        assert shown["source"] == SOURCES["twice"]
        assert shown["quarantine"]["cause"] == "deaths"
        assert image.show("genesis")["methods"]["twice"]["quarantined"] is True
        assert image.show("genesis")["methods"]["asks"]["quarantined"] is False

    def test_the_list_has_a_line_for_each(self, image):
        quarantine_blamed(image.session, [blame(), blame(text="genesis.asks")])
        lines = image.quarantine()
        assert [line["address"] for line in lines] == ["genesis.twice", "genesis.asks"]
        assert all(set(line) == {"address", "cause", "reason", "at", "sha256"} for line in lines)

    def test_it_outlives_the_process(self, home, image):
        quarantine_blamed(image.session, [blame()])
        image.close()
        again = home.open()
        with pytest.raises(QuarantinedError):
            again.send("genesis", "twice", 1)
        assert [line["address"] for line in again.quarantine()] == ["genesis.twice"]

    def test_other_connections_see_it_at_once(self, image):
        assert image.send("genesis", "twice", 2) == 4
        with image.session.read() as root:
            assert root.space.deliver(root.find("genesis"), "twice", (2,), {}) == 4
            quarantine_blamed(image.session, [blame()])
        with pytest.raises(QuarantinedError):
            image.send("genesis", "twice", 2)

    def test_a_caller_that_awaits_another_error_does_not_swallow_it(self, image):
        quarantine_blamed(image.session, [blame()])
        with pytest.raises((QuarantinedError, MethodError), match="quarantine"):
            image.send("genesis", "tries", 1)

    def test_nobody_proposes_its_source_again(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"))
        examples = (Example(args=(3,), result=9), Example(args=(4,), result=12))
        image.learn(MissionBrief(selector="treble", text="treble a figure", examples=examples))
        quarantine_blamed(image.session, [blame(text="genesis.treble")])
        with image.session.read() as root:
            assert image.show("genesis.treble")["sha256"] in barred_sources(root)
        outcome = image.learn(
            MissionBrief(
                selector="triple", text="treble a figure", receiver="alfred", examples=examples
            )
        )
        assert outcome.based_on == ()
        assert outcome.model_calls > 0


class TestMended:
    def test_lifting_lets_it_run_again(self, image):
        quarantine_blamed(image.session, [blame()])
        assert image.lift("genesis.twice")["address"] == "genesis.twice"
        assert image.send("genesis", "twice", 3) == 6
        assert image.quarantine() == []
        assert image.show("genesis.twice")["quarantine"] is None

    def test_lifting_takes_an_audit(self, image):
        install(image, "def bad(self):\n    return open('x')\n")

        def work(root):
            genesis = root.find("genesis")
            method = methods_of(genesis)["bad"]
            put_into_quarantine(root, genesis, method, cause="rules", reason="it opens files")

        image.session.change(work, note="test")
        with pytest.raises(AuditRefusedError, match=r"genesis\.bad stays in quarantine.*open"):
            image.lift("genesis.bad")
        assert [line["address"] for line in image.quarantine()] == ["genesis.bad"]

    @pytest.mark.parametrize(
        "address", ["genesis", "", ".", "genesis.", ".twice", "genesis.twice", "genesis.purpose"]
    )
    def test_lifting_what_is_not_there_says_so(self, image, address):
        with pytest.raises(UsageError):
            image.lift(address)

    def test_a_near_name_is_offered(self, image):
        with pytest.raises(UnknownNameError, match="twise") as told:
            image.lift("genesis.twise")
        assert "twice" in told.value.hint

    def test_a_new_version_takes_its_place_and_runs(self, image):
        quarantine_blamed(image.session, [blame()])
        install(image, "def twice(self, x):\n    return x + x\n")
        assert image.send("genesis", "twice", 3) == 6
        assert image.quarantine() == []
        assert image.show("genesis.twice")["version"] == 2
