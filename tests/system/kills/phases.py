"""What a process is killed at, and what must be so afterwards.

Each phase has a ``work`` that a child does until it is killed, telling what was acknowledged to
it, and a ``verify`` that looks at the image of the dead: nothing acknowledged may be missing, and
nothing may be there by half.
"""

import contextlib
import hashlib
import itertools
import json
import os
import shutil
import threading
from collections import Counter
from dataclasses import replace

from batos.care import Care
from batos.config import load_config
from batos.errors import ApprovalPendingError, MissionFailedError
from batos.exchange.parcel import read_parcel, sealed, write_parcel
from batos.exchange.reports import ImportOptions
from batos.guardian.audit.audit import audit
from batos.image import history
from batos.image.blobs import store_file
from batos.inference import LocalThinker
from batos.inference.prompts import prompt_text
from batos.learning.model.brief import MissionBrief
from batos.learning.model.machine import FINAL
from batos.learning.records.remembering import remember
from batos.living import LivingImage
from batos.memory import Document
from batos.objects import Example, Method, UvmObject, methods_of
from batos.plugins import PluginInfo, PluginSet, PluginState, load_plugins
from batos.plugins.pluginset import LoadedPlugin
from batos.stewardship.health.soundness import PROBES
from batos.testing import ScriptedBackend

WRITERS = 3


def few_plugins():
    """Return the personas and a few of the recipes: a check reads the whole image."""
    found = load_plugins()
    packs = [replace(pack, folder=pack.folder / "logic") for pack in found.skill_packs()]
    info = PluginInfo(name="few", distribution="few", version="1.0", state=PluginState.ACTIVE)
    return PluginSet([LoadedPlugin(info=info, contributions=(*found.personas(), *packs))])


class Acks:
    """What was acknowledged, in a file that outlives its writer."""

    def __init__(self, folder, number=0):
        self._file = folder / "acks.jsonl"
        self.number = number
        self._descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, kind, value=None):
        line = json.dumps([self.number, kind, value]) + "\n"
        os.write(self._descriptor, line.encode())

    @staticmethod
    def read(folder):
        """Return ``(number of the process, kind, value)`` of every whole line."""
        try:
            text = (folder / "acks.jsonl").read_text()
        except FileNotFoundError:
            return []
        return [tuple(json.loads(line)) for line in text.splitlines(True) if line.endswith("\n")]


class Place:
    """A folder with an image that is killed again and again."""

    def __init__(self, folder, plugins):
        self.folder = folder
        self.plugins = plugins
        self.image_file = folder / "data" / "live_image.fs"
        environ = {
            "BATOS_HOME": str(folder),
            "BATOS_CACHE": str(folder / "cache"),
        }
        self.loaded = load_config({}, environ)
        self.loaded.paths.make()

    def open(self, file=None, on_step=None):
        thinker = LocalThinker({"main": ScriptedBackend(_answer)}, {"default": "main"}, retries=0)
        return LivingImage.open(
            (file or self.image_file).as_uri(),
            loaded=self.loaded,
            thinker=thinker,
            plugins=self.plugins,
            on_step=on_step,
        )

    def care(self, file=None):
        uri = (file or self.image_file).as_uri()
        return Care(uri, self.loaded.paths.state_dir, probes=PROBES)


_CLASS = """class tally_{}:
    def __init__(self):
        self.n = 0
    def up(self, amount):
        self.n = self.n + amount
    def down(self, amount):
        self.n = self.n - amount
    def total(self):
        return self.n
"""
_TALLY = "a tally: up(amount) adds to it, down(amount) takes it off, total() gives what is left"


def _answer(request):
    """Write the method that is asked for; each fourth one is wrong."""
    asked = prompt_text(request)
    _, made, number = asked.rpartition("class tally_")
    if made and "Verdict:" not in asked:
        return _CLASS.format(number.partition(":")[0])
    _, _, rest = asked.rpartition("def knot_")
    number = rest.partition("(")[0]
    if not number.isdigit():
        return "allow"
    return f"    return text[1:] + '-{number}-' + text[:1]\n" if int(number) % 4 else "    pass\n"


def brief(number):
    examples = (
        Example(args=("ab",), result=f"b-{number}-a"),
        Example(args=("xyz",), result=f"yz-{number}-x"),
    )
    return MissionBrief(
        receiver="genesis", selector=f"knot_{number}", text="knot a text", examples=examples
    )


def method(selector, source, **provenance):
    verdict = audit(source)
    verdict.raise_if_refused()
    return Method(
        selector=selector,
        source=source,
        signature=verdict.signature,
        doc=f"{selector.replace('_', ' ')}.",
        mutator=verdict.mutator,
        examples=({"args": [], "result": 1},),
        provenance={"origin": "written", **provenance},
        verdict=verdict.to_plain(),
    )


def known(acks, kind):
    return [value for _, each, value in acks if each == kind]


def events_by_selector(root):
    return Counter((event.address, event.selector) for event in history.latest_events(root))


class Phase:
    """One thing to be killed at.

    Attributes:
        span: Seconds after the first sign of life within which the kill comes.
    """

    span = 0.4

    def run(self, place, acks, rng):
        """Open the image and work for ever, in a child process."""
        image = place.open()
        acks("begun")
        self.work(place, image, acks, rng)

    def prepare(self, place):
        """Make an image ready, once."""

    def work(self, place, image, acks, rng):
        """Work for ever."""

    def look(self, place, acks):
        """Check everything after a kill: the image first as it was left, then as it is opened."""
        if not place.image_file.exists():
            return
        report = place.care().check()
        assert report.sound, report.findings
        with place.open() as image:
            with image.session.read() as root:
                self.verify(root, acks)
            report = image.care.check()
            assert report.sound, report.findings

    def verify(self, root, acks):
        """Check that nothing is missing and nothing is there by half."""

    def end(self, place, acks):
        """Go on after the last kill, and check what comes of it."""


class Install(Phase):
    """Methods, with their events, their documents and the epoch."""

    span = 0.1  # a check reads all that was ever written

    def work(self, place, image, acks, rng):
        # Each life has a garden of its own: an object with thousands of methods is a large record.
        garden = f"garden_{acks.number}"
        image.session.change(
            lambda root: root.add(garden, UvmObject(parents=(root.find("traits"),))) and None,
            note=garden,
        )
        for number in itertools.count():
            selector = f"grown_{acks.number}_{number}"
            source = f"def {selector}(self):\n    return {number}\n"

            def grow(root, selector=selector, source=source):
                holder = root.find(garden)
                history.install(root, holder, method(selector, source), user="kills")
                remember(root, holder, selector)

            image.session.change(grow, note=selector)
            acks("grown", [garden, selector])

    def verify(self, root, acks):
        grown = {
            (name, selector)
            for name, obj in root.objects.items()
            if name.startswith("garden_")
            for selector in methods_of(obj)
        }
        missing = {tuple(each) for each in known(acks, "grown")} - grown
        assert not missing, f"acknowledged and lost: {missing}"
        documents = {
            (document.meta["receiver"], document.meta["selector"])
            for document in root.memory["catalog"].documents("method")
        }
        assert documents == grown
        events = events_by_selector(root)
        assert {each for each in events if each[0].startswith("garden_")} == grown
        for name, selector in grown:
            assert events[name, selector] == 1
            latest = history.events_of(root, root.objects[name], selector)[-1]
            installed = methods_of(root.objects[name])[selector]
            assert latest.after is installed
            # One transaction: method, event and epoch have its date.
            assert _date(installed) == _date(latest) <= _date(root.epoch)


def _date(record):
    record._p_activate()  # a ghost has none
    return record._p_serial


class Cycles(Phase):
    """Whole cycles with a model that is a script; each fourth one fails."""

    span = 1.5

    def work(self, place, image, acks, rng):
        image.resume_interrupted()
        acks("resumed")
        with image.session.read() as root:
            first = 1 + len(root.cycles)
        for number in itertools.count(first):
            with contextlib.suppress(MissionFailedError):
                image.learn(brief(number))
                acks("learned", f"knot_{number}")

    def verify(self, root, acks):
        methods = methods_of(root.find("genesis"))
        knots = {name: each for name, each in methods.items() if name.startswith("knot_")}
        missing = set(known(acks, "learned")) - set(knots)
        assert not missing, f"acknowledged and lost: {missing}"
        events = events_by_selector(root)
        owners = {each.provenance["cycle"]: name for name, each in knots.items()}
        assert len(owners) == len(knots)
        for name in knots:
            assert events["genesis", name] == 1, f"{name} was installed twice"
        for cycle, record in root.cycles.items():
            complete = record.slots["state"] == "COMPLETE"
            assert complete == (cycle in owners), (cycle, record.slots["state"])
            if record.slots["state"] == "FAILED":
                assert record.slots["outcome"]["reason"]

    def end(self, place, acks):
        with place.open() as image:
            image.resume_interrupted()
            with image.session.read() as root:
                self.verify(root, acks)
                states = {record.slots["state"] for record in root.cycles.values()}
                assert states <= FINAL, f"a cycle does not come to its end: {states}"
            assert not image.interrupted


class Making(Cycles):
    """Objects that are made from a description; each is there with all methods, or not at all."""

    span = 2.5
    selectors = frozenset({"up", "down", "total"})

    def work(self, place, image, acks, rng):
        image.resume_interrupted()
        acks("resumed")
        with image.session.read() as root:
            first = 1 + len(root.cycles)
        for number in itertools.count(first):
            image.make(_TALLY, name=f"tally_{number}")
            acks("made", f"tally_{number}")

    def verify(self, root, acks):
        made = {name: obj for name, obj in root.objects.items() if name.startswith("tally_")}
        missing = set(known(acks, "made")) - set(made)
        assert not missing, f"acknowledged and lost: {missing}"
        events = events_by_selector(root)
        documents = {(each.meta["receiver"], each.meta["selector"]) for each in _documents(root)}
        owners = set()
        for name, obj in made.items():
            methods = methods_of(obj)
            assert set(methods) == self.selectors, f"{name} is there by half"
            assert obj.slots["n"] == 0
            owners |= {each.provenance["cycle"] for each in methods.values()}
            for each in ("", *self.selectors):
                assert events[name, each] == 1, f"{name}.{each} came {events[name, each]} times"
        assert {each for each in events if each[0].startswith("tally_")} == {
            (name, each) for name in made for each in ("", *self.selectors)
        }
        assert {each for each in documents if each[0].startswith("tally_")} == {
            (name, each) for name in made for each in self.selectors
        }
        for cycle, record in root.cycles.items():
            complete = record.slots["state"] == "COMPLETE"
            assert complete == (cycle in owners), (cycle, record.slots["state"])


def _documents(root):
    catalog = root.memory["catalog"]
    return [each for kind in ("method", "tentative") for each in catalog.documents(kind)]


BUMP = """def bump(self):
    self.n = self.n + 1
    self._p_changed = True
    return self.n
"""


class Messages(Phase):
    """Messages of several threads to objects of their own and to one that all share."""

    def prepare(self, place):
        with place.open() as image:

            def make(root):
                traits = root.find("traits")
                counter = root.add("counter", UvmObject(parents=(traits,), n=0))
                history.install(root, counter, method("bump", BUMP), user="kills")
                for name in ("shared", *(f"own{n}" for n in range(WRITERS))):
                    root.add(name, UvmObject(parents=(counter,), n=0))

            image.session.change(make, note="counters")

    def work(self, place, image, acks, rng):
        def write(own):
            while True:
                for name in (own, "shared"):
                    acks("bump", [name, image.send(name, "bump")])

        threads = [threading.Thread(target=write, args=(f"own{n}",)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def verify(self, root, acks):
        told = known(acks, "bump")
        lives = len({number for number, _, _ in acks})
        for name in ("shared", *(f"own{n}" for n in range(WRITERS))):
            values = [value for each, value in told if each == name]
            assert len(set(values)) == len(values), "two messages had the same effect"
            now = root.find(name).n
            assert now >= max(values, default=0), f"acknowledged and lost: {name}"
            unheard = lives * (WRITERS if name == "shared" else 1)
            assert len(values) <= now <= len(values) + unheard, f"more than was sent to {name}"


class Packing(Messages):
    """Packs, while messages and blobs are written."""

    span = 0.8

    def prepare(self, place):
        super().prepare(place)
        with place.open() as image:
            image.session.change(
                lambda root: root.add("shelf", UvmObject(edition=0)), note="a shelf"
            )

    def work(self, place, image, acks, rng):
        threading.Thread(target=self._print, args=(place, image, acks)).start()
        threading.Thread(target=super().work, args=(place, image, acks, rng)).start()
        while True:
            image.care.pack(0, drop_history=True)
            acks("packed")

    @staticmethod
    def _print(place, image, acks):
        for turn in itertools.count():
            draft = place.folder / f"draft-{os.getpid()}-{turn}"

            def bind(root, draft=draft):
                shelf = root.find("shelf")
                edition = shelf.edition + 1
                draft.write_bytes(_page(edition))
                shelf.paper = store_file(root.connection, draft)
                shelf.edition = edition
                return edition

            acks("edition", image.session.change(bind, note="an edition"))
            draft.unlink()

    def verify(self, root, acks):
        super().verify(root, acks)
        shelf = root.find("shelf")
        assert shelf.edition >= max(known(acks, "edition"), default=0)
        if shelf.edition:
            with shelf.paper.open("r") as file:
                assert file.read() == _page(shelf.edition), "the paper is of another edition"


def _page(number):
    return hashlib.sha256(str(number).encode()).digest() * (100 + number % 7)


class BackingUp(Packing):
    """Backups, while messages and blobs are written."""

    def work(self, place, image, acks, rng):
        threading.Thread(target=self._print, args=(place, image, acks)).start()
        threading.Thread(target=Messages.work, args=(self, place, image, acks, rng)).start()
        repository = place.folder / f"backups{rng.randrange(3)}"
        while True:
            with image.session.read() as root:
                before = root.find("shared").n
            result = image.care.backup(repository, incremental=rng.random() < 0.7)
            acks("backup", [repository.name, result.point["tid"], before])

    def look(self, place, acks):
        super().look(place, acks)
        saved = {}
        for name, tid, before in known(acks, "backup"):
            saved[name] = (tid, before)  # the latest of each
        for name, (tid, _before) in saved.items():
            report = place.care().verify(place.folder / name, quick=True)
            assert report.sound, report.problems
            assert tid in {point["tid"] for point in report.points}, "acknowledged and lost"
        if saved:
            self._restore(place, *list(saved.items())[-1])

    @staticmethod
    def _restore(place, name, promised):
        tid, before = promised
        file = place.folder / "restored" / "image.fs"
        shutil.rmtree(file.parent, ignore_errors=True)
        file.parent.mkdir()
        place.care(file).restore(place.folder / name, at=bytes.fromhex(tid))
        with place.open(file) as image, image.session.read() as root:
            assert root.find("shared").n >= before


class Undoing(Phase):
    """Undo and redo of the versions of methods."""

    def prepare(self, place):
        with place.open() as image:
            for version, name in itertools.product(range(4), ("seesaw", "swing")):
                source = f"def {name}(self):\n    return {version}\n"

                def grow(root, name=name, source=source):
                    holder = root.find("genesis")
                    history.install(root, holder, method(name, source), user="kills")
                    remember(root, holder, name)

                image.session.change(grow, note=name)

    def work(self, place, image, acks, rng):
        while True:
            name = rng.choice(("seesaw", "swing"))
            verb = rng.choice(("undo", "redo"))
            depth = len(self._changes(image, name, "done" if verb == "undo" else "undone"))
            if depth > (verb == "undo"):
                move = getattr(image.history, verb)
                [done] = move([f"genesis.{name}"])
                acks("moved", [done["event"], name, done["after"]])

    @staticmethod
    def _changes(image, name, which):
        with image.session.read() as root:
            return list(getattr(history.changes_of(root, root.find("genesis"), name), which))

    def verify(self, root, acks):
        holder = root.find("genesis")
        for number, name, after in known(acks, "moved"):
            event = history.event_of(root, number)
            assert event is not None, f"acknowledged and lost: event {number}"
            assert (event.selector, event.after.version) == (name, after)
        for name in ("seesaw", "swing"):
            now = methods_of(holder)[name]
            assert history.events_of(root, holder, name)[-1].after is now
            document = root.memory["catalog"].get(f"method:genesis.{name}")
            assert document.meta["source"] == now.source, "the memory tells of another version"


class Ingest(Phase):
    """Documents in the memory, each with a blob."""

    span = 0.2

    def work(self, place, image, acks, rng):
        with image.session.read() as root:
            first = sum(name.startswith("paper_") for name in root.objects)
        for number in itertools.count(first):
            draft = place.folder / "draft"
            draft.write_bytes(_page(number) * rng.randrange(1, 100))

            def take(root, number=number, draft=draft):
                paper = root.add(f"paper_{number}", UvmObject())
                paper.file = store_file(root.connection, draft)
                paper.sha = hashlib.sha256(draft.read_bytes()).hexdigest()
                text = f"quire{number} sheet"
                root.memory["catalog"].add(
                    Document(f"paper:{number}", "document", f"Paper {number}", text)
                )

            image.session.change(take, note=f"paper {number}")
            acks("paper", number)

    def verify(self, root, acks):
        catalog = root.memory["catalog"]
        papers = {name for name in root.objects if name.startswith("paper_")}
        missing = {f"paper_{number}" for number in known(acks, "paper")} - papers
        assert not missing, f"acknowledged and lost: {missing}"
        documents = {f"paper_{d.key.partition(':')[2]}" for d in catalog.documents("document")}
        assert documents == papers
        assert not list(catalog.faults())
        for name in sorted(papers)[-20:]:
            paper = root.objects[name]
            with paper.file.open("r") as file:
                assert hashlib.sha256(file.read()).hexdigest() == paper.sha
            [hit, *_] = catalog.search(f"quire{name.partition('_')[2]}")
            assert hit.key == name.replace("_", ":")


class Approving(Phase):
    """Methods that wait for a person, are approved and are refused."""

    span = 1.5

    def work(self, place, image, acks, rng):
        image.resume_interrupted()
        for line in image.approvals.waiting():
            self._decide(image, acks, rng, line["id"], line["address"])
        with image.session.read() as root:
            first = 1 + len(root.cycles)
        for number in itertools.count(first):
            try:
                image.learn(brief(number), approve="ask")
            except ApprovalPendingError as pending:
                cycle = pending.details["cycle"]
                acks("waits", cycle)
                self._decide(image, acks, rng, cycle, f"genesis.knot_{number}")
            except MissionFailedError:
                pass

    @staticmethod
    def _decide(image, acks, rng, cycle, address):
        verb = rng.choice(("approve", "refuse"))
        acks("deciding", cycle)
        getattr(image.approvals, verb)(cycle)
        acks(verb, [cycle, address])

    def verify(self, root, acks):
        methods = methods_of(root.find("genesis"))
        owners = {
            each.provenance["cycle"]: name
            for name, each in methods.items()
            if name.startswith("knot_")
        }
        waiting = set(root.waiting)
        assert not waiting & set(owners), "it waits and is installed"
        for cycle, address in known(acks, "approve"):
            assert owners.get(cycle) == address.rpartition(".")[2], "approved and not there"
        for cycle, _address in known(acks, "refuse"):
            assert cycle not in owners
            assert cycle not in waiting
        for cycle in known(acks, "waits"):
            decided = cycle in known(acks, "deciding")
            assert cycle in waiting or decided, "acknowledged and lost"
        events = events_by_selector(root)
        for cycle, name in owners.items():
            assert events["genesis", name] == 1
            assert root.cycles[cycle].slots["state"] == "COMPLETE"
        for cycle, record in root.cycles.items():
            state = record.slots["state"]
            assert (state == "WAITING") == (cycle in waiting)
            assert (state == "COMPLETE") == (cycle in owners)


class Importing(Phase):
    """Parcels of methods, whole or not at all."""

    span = 1.2
    names = tuple(f"carried_{number}" for number in range(5))

    def prepare(self, place):
        with place.open() as image:

            def make(root):
                donor = root.add("donor", UvmObject(parents=(root.find("traits"),)))
                for number, name in enumerate(self.names):
                    source = (
                        f'def {name}(self, number):\n    """Add {number}."""\n'
                        f"    return number + {number}\n"
                    )
                    made = method(name, source)
                    made.examples = ({"args": [1], "kwargs": {}, "result": 1 + number},)
                    history.install(root, donor, made, user="kills")

            image.session.change(make, note="a donor")
            files = image.skills.export([f"donor.{name}" for name in self.names]).files
            write_parcel(sealed("skills", files, None), place.folder / "parcel")

    def work(self, place, image, acks, rng):
        parcel = read_parcel(place.folder / "parcel")
        with image.session.read() as root:
            first = sum(name.startswith("guest_") for name in root.objects)
        for number in itertools.count(first):
            name = f"guest_{number}"
            image.session.change(
                lambda root, name=name: (
                    root.add(name, UvmObject(parents=(root.find("traits"),))) and None
                ),
                note=name,
            )
            report = image.skills.take(parcel, ImportOptions(to=name))
            assert {row["status"] for row in report.rows} == {"imported"}, report.rows
            acks("imported", name)

    def verify(self, root, acks):
        for name in known(acks, "imported"):
            assert set(methods_of(root.find(name))) == set(self.names), f"lost: {name}"
        events = events_by_selector(root)
        for name in root.objects:
            if name.startswith("guest_"):
                present = set(methods_of(root.objects[name]))
                assert present in (set(), set(self.names)), "a parcel came in by half"
                for each in self.names:
                    assert events[name, each] == (1 if present else 0)


class Genesis(Phase):
    """The birth of one image after the other."""

    span = 1.4

    def run(self, place, acks, rng):
        acks("begun")
        for number in itertools.count(self._next(place)):
            file = self._file(place, number)
            step = lambda step, number=number: acks("step", [number, step.name])  # noqa: E731
            with place.open(file, on_step=step):
                acks("awake", number)

    @staticmethod
    def _file(place, number):
        return place.folder / "born" / str(number) / "image.fs"

    @staticmethod
    def _next(place):
        """Return the image whose birth was interrupted, or a new one."""
        awake = known(Acks.read(place.folder), "awake")
        return max(awake, default=-1) + 1

    def look(self, place, acks):
        number = self._next(place)
        for each in (number - 1, number):
            file = self._file(place, each)
            if file.exists() and file.stat().st_size > 4:
                self._look_at(place, file, [s for n, s in known(acks, "step") if n == each])

    def _look_at(self, place, file, told):
        report = place.care(file).check()
        # Before its first transaction it is a file without a root.
        born = report.counts.get("objects", 0)
        assert report.sound or not told, report.findings
        if not born:
            return
        steps = []
        with place.open(file, on_step=steps.append) as image, image.session.read() as root:
            kept = [step.name for step in steps if step.done == "kept"]
            assert kept == [step.name for step in steps][: len(kept)], "a step was left out"
            assert set(told) <= {step.name for step in steps}
            assert set(told) <= set(kept), "acknowledged and done again"
            traits = root.find("traits")
            assert root.find("genesis").parents[-1] is traits
            assert root.find("memory").catalog is root.memory["catalog"]
            events = events_by_selector(root)
            assert set(events.values()) <= {1}, "a method was born twice"
        assert place.care(file).check().sound

    def end(self, place, acks):
        if known(acks, "awake"):
            return
        # However early each one was killed, one that is left in peace is born.
        with place.open(self._file(place, 0)) as image, image.session.read() as root:
            assert root.find("genesis")


PHASES = {
    "install": Install(),
    "cycles": Cycles(),
    "making": Making(),
    "messages": Messages(),
    "genesis": Genesis(),
    "packing": Packing(),
    "backup": BackingUp(),
    "undo": Undoing(),
    "ingest": Ingest(),
    "approval": Approving(),
    "import": Importing(),
}
