"""The awakening: idempotent steps, recorded in the image."""

import ast
from dataclasses import replace

import pytest

from batos.errors import PluginError
from batos.exchange import packs
from batos.genesis import awaken
from batos.guardian.audit.findings import Finding
from batos.learning.model.machine import STATES
from batos.objects import UvmObject
from batos.plugins import GenesisStep, GuardianRuleSpec, PluginSet, PluginState
from batos.plugins.types import CodexEntry

GREET = 'def greet(self, name):\n    """Greet somebody."""\n    return "Hello " + name\n'


def no_upper_case(subject):
    if "upper" in ast.unparse(subject.function):
        yield Finding(rule="calm", severity="error", line=1, message="It is loud.", mend="")


def done(reports):
    return {report.name: report.done for report in reports}


def change(session, work):
    session.change(work, note="test")


class TestFirstRun:
    def test_brings_everything_to_life(self, session, m):
        told = []
        reports = awaken(session, m.small_plugins(), on_step=told.append)
        assert told == reports
        assert [report.name for report in reports] == [
            "primordial",
            "states",
            "policies",
            "memory",
            "remembered",
            "orchestrator",
            "persona-alfred",
            "codex-alfred",
            "persona-brick",
            "persona-robin",
            "recipes-small",
        ]
        assert set(done(reports).values()) == {"new"}
        with session.read() as root:
            assert root.memory["catalog"].kinds() == {"codex": 2, "recipe": 6}
            assert root.find("brick").title == "The brick"
            assert root.find("genesis").purpose
            for state in STATES:
                assert root.find(f"state_{state.name.lower()}").handler == state.handler
            record = root.genesis["persona-brick"]
            assert record["package"] == "batos-small 1.0"
            assert record["at"].startswith("20")

    def test_is_one_transaction_a_step(self, session, m):
        before = session.metrics.commits
        reports = awaken(session, m.small_plugins())
        assert session.metrics.commits - before == len(reports)

    def test_without_any_plugin(self, session):
        awaken(session, PluginSet())
        with session.read() as root:
            assert "genesis" in root.objects

    def test_installed_personas(self, home):
        from batos.plugins import load_plugins

        image = home.open(plugins=load_plugins())
        names = {line["name"] for line in image.personas()}
        assert names == {"alfred", "babs", "brick", "robin"}
        assert image.status()["documents"]["recipe"] >= 120


class TestLaterRuns:
    def test_second_run_changes_nothing(self, session, m, snapshot):
        awaken(session, m.small_plugins())
        before = snapshot()
        reports = awaken(session, m.small_plugins())
        assert set(done(reports).values()) == {"kept"}
        assert snapshot() == before

    def test_dry_run_leaves_no_trace(self, session, m, snapshot):
        before = snapshot()
        reports = awaken(session, m.small_plugins(), dry_run=True)
        assert set(done(reports).values()) == {"new"}
        assert snapshot() == before
        awaken(session, m.small_plugins())
        before = snapshot()
        changed = PluginSet([m.plugin(m.alfred(title="Another"))])
        assert done(awaken(session, changed, dry_run=True))["persona-alfred"] == "renewed"
        assert snapshot() == before

    def test_a_persona_installed_later_joins(self, session, m):
        awaken(session, m.small_plugins())
        later = m.small_plugins(m.plugin(m.persona("lucius"), name="late"))
        reports = done(awaken(session, later))
        assert reports.pop("persona-lucius") == "new"
        assert set(reports.values()) == {"kept"}

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "Another"},
            {"role": "steward"},
            {"identity": "Somebody else."},
            {"pillars": ("A pillar",)},
            {"protocols": {"calm": "Be calm."}},
            {"prompts": {"talk": "New {request}"}},
            {"methods": (GREET,)},
        ],
    )
    def test_changed_files_renew(self, session, m, fields):
        awaken(session, m.small_plugins())
        changed = PluginSet([m.plugin(m.alfred(**fields), m.brick(), m.robin(), m.pack())])
        reports = done(awaken(session, changed))
        assert reports.pop("persona-alfred") == "renewed"
        assert set(reports.values()) == {"kept"}

    def test_the_codex_is_renewed(self, session, m):
        awaken(session, m.small_plugins())
        codex = (CodexEntry(prompt="Who are you?", response="Somebody new."),)
        awaken(session, PluginSet([m.plugin(m.alfred(codex=codex))]))
        with session.read() as root:
            texts = [doc.text for doc in root.memory["catalog"].documents("codex")]
        assert texts == ["Somebody new."]

    def test_one_whose_package_is_gone_is_told_with_it(self, session, m):
        awaken(session, m.small_plugins())
        told = {each.name: each for each in awaken(session, PluginSet([m.plugin(m.brick())]))}
        robin = told["persona-robin"]
        assert robin.done == "orphaned"
        assert robin.summary == (
            "ROBIN lives on in the image; its package is missing: batos-small 1.0"
        )

    def test_one_that_is_switched_off_is_told_with_how_to_switch_it_on(self, session, m):
        small = m.plugin(m.robin(), name="small")
        awaken(session, PluginSet([small]))
        reason = "disabled in the config"
        info = replace(small.info, state=PluginState.DISABLED, reason=reason)
        off = PluginSet([replace(small, info=info, contributions=())])
        told = {each.name: each for each in awaken(session, off)}["persona-robin"]
        assert told.done == "switched off"
        assert told.summary.startswith(
            f"ROBIN is silent; its package {info.package} is switched off: {reason}. To switch"
        )
        assert "plugins.disabled" in told.summary


class TestPacks:
    """Skill packs: their skills are recipes of the memory while their package is there."""

    SHOUT = (
        "# /// batos-skill\n# format = 1\n"
        '# receiver = "genesis"\n# selector = "shout"\n# signature = "(self, text)"\n'
        '# doc = "Shout a text."\n# also = ["make it loud"]\n'
        '# examples = [{ args = ["a"], result = "A" }]\n# ///\n'
        "def shout(self, text):\n    return text.upper()\n"
    )

    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "skills"
        folder.mkdir()
        (folder / "shout.py").write_text(self.SHOUT)
        return folder

    @staticmethod
    def recipes(session):
        with session.read() as root:
            return {doc.key: doc for doc in root.memory["catalog"].documents("recipe")}

    def test_a_skill_is_a_candidate_and_no_method(self, session, m, folder):
        awaken(session, PluginSet([m.plugin(m.pack(folder, "loud"))]))
        [(key, recipe)] = self.recipes(session).items()
        assert key == "recipe:loud:shout"
        assert (recipe.title, recipe.text) == ("Shout a text.", "make it loud ; shout")
        assert recipe.meta["pack"] == "loud"
        assert recipe.meta["source"] == "def shout(self, text):\n    return text.upper()\n"
        assert recipe.meta["examples"] == [{"args": ["a"], "result": "A", "origin": "recipe"}]
        with session.read() as root:
            assert "shout" not in root.selectors(root.find("genesis"))
            assert root.genesis["recipes-loud"]["package"] == "batos-small 1.0"

    def test_a_pack_that_is_as_it_was_is_not_read_again(self, session, m, folder, monkeypatch):
        plugins = PluginSet([m.plugin(m.pack(folder))])
        awaken(session, plugins)
        monkeypatch.setattr(packs, "read_skill", None)
        assert done(awaken(session, plugins))["recipes-small"] == "kept"

    def test_other_files_renew_it_in_one_transaction(self, session, m, folder):
        plugins = PluginSet([m.plugin(m.pack(folder))])
        awaken(session, plugins)
        whisper = self.SHOUT.replace("shout", "whisper").replace('"A"', '"a"')
        (folder / "whisper.py").write_text(whisper.replace("upper", "lower"))
        (folder / "shout.py").unlink()
        before = session.metrics.commits
        assert done(awaken(session, plugins))["recipes-small"] == "renewed"
        assert session.metrics.commits - before == 1
        assert list(self.recipes(session)) == ["recipe:small:whisper"]

    def test_another_version_and_other_rules_renew_it(self, session, m, folder):
        plugin = m.plugin(m.pack(folder))
        awaken(session, PluginSet([plugin]))
        newer = replace(plugin, info=replace(plugin.info, version="2.0"))
        assert done(awaken(session, PluginSet([newer])))["recipes-small"] == "renewed"
        with session.read() as root:
            assert root.genesis["recipes-small"]["package"] == "batos-small 2.0"
        calm = GuardianRuleSpec(name="calm", summary="No upper case", check=no_upper_case)
        strict = PluginSet([newer, m.plugin(calm, name="calm")])
        assert done(awaken(session, strict))["recipes-small"] == "renewed"
        assert self.recipes(session) == {}

    def test_recipes_leave_with_their_package(self, session, m, folder, snapshot):
        both = m.small_plugins(m.plugin(m.pack(folder, "loud"), name="loud"))
        awaken(session, both)
        assert len(self.recipes(session)) == 7
        before = snapshot()
        assert done(awaken(session, m.small_plugins(), dry_run=True))["recipes-loud"] == "gone"
        assert snapshot() == before
        assert done(awaken(session, m.small_plugins()))["recipes-loud"] == "gone"
        assert len(self.recipes(session)) == 6
        assert "recipes-loud" not in done(awaken(session, m.small_plugins()))
        assert done(awaken(session, both))["recipes-loud"] == "new"
        assert len(self.recipes(session)) == 7

    def test_what_was_learned_from_a_recipe_stays_when_the_pack_goes(self, home, m):
        image = home.open()
        image.learn("write a method that counts the vowels in a text; 'banana split' gives 4")
        image.close()
        image = home.open(plugins=PluginSet([m.plugin(m.alfred(), m.brick(), m.robin())]))
        assert "recipe" not in image.status()["documents"]
        assert image.send("genesis", "count_vowels", "aeiou") == 5

    def test_what_cannot_be_a_recipe_is_left_out_and_the_rest_is_taken(self, session, m, folder):
        (folder / "torn.py").write_text("# /// batos-skill\n")
        awaken(session, PluginSet([m.plugin(m.pack(folder))]))
        assert list(self.recipes(session)) == ["recipe:small:shout"]


class TestStepsOfPlugins:
    def step(self, name, *after, run=None):
        def plant(root):
            root.add(name, UvmObject())

        return GenesisStep(name=name, run=run or plant, after=after)

    def test_run_in_the_order_they_ask_for_and_once(self, session, m):
        ran = []
        steps = [
            GenesisStep(name="three", run=lambda _root: ran.append(3), after=("two", "absent")),
            GenesisStep(name="two", run=lambda _root: ran.append(2), after=("one",)),
            GenesisStep(name="one", run=lambda _root: ran.append(1)),
        ]
        plugins = m.small_plugins(m.plugin(*steps, name="garden"))
        awaken(session, plugins)
        assert ran == [1, 2, 3]
        assert done(awaken(session, plugins))["step-two"] == "kept"
        assert ran == [1, 2, 3]
        with session.read() as root:
            assert root.genesis["step-one"]["package"] == "batos-garden 1.0"

    def test_can_change_the_image(self, session, m):
        awaken(session, PluginSet([m.plugin(self.step("rose"))]))
        with session.read() as root:
            assert "rose" in root.objects

    def test_a_circle_is_an_error(self, session, m):
        steps = (self.step("one", "two"), self.step("two", "one"), self.step("three"))
        with pytest.raises(PluginError, match=r"one, two\."):
            awaken(session, PluginSet([m.plugin(*steps)]))

    def test_one_that_raises_leaves_the_image_as_before(self, session, m, snapshot):
        def run(root):
            root.add("half", UvmObject())
            raise ValueError("no water")

        awaken(session, PluginSet())
        before = snapshot()
        with pytest.raises(PluginError, match=r"'rose' failed: ValueError: no water") as caught:
            awaken(session, PluginSet([m.plugin(self.step("rose", run=run), name="garden")]))
        assert "batos-garden 1.0" in caught.value.hint
        assert snapshot() == before


class TestSeveralWorkers:
    """Others may awaken the same image at the same time."""

    @staticmethod
    def plugins(m, run):
        return m.small_plugins(m.plugin(GenesisStep(name="slow", run=run), name="slow"))

    def test_a_step_that_another_one_was_faster_with_is_not_done_twice(self, session, m):
        tries = []

        def run(root):
            tries.append(root)
            if len(tries) == 1:
                # In the middle of the step another worker does it from beginning to end.
                other = done(awaken(session, self.plugins(m, run)))
                assert other["step-slow"] == "new"
            root.add("slow", UvmObject(parents=(root.find("traits"),)))

        reports = done(awaken(session, self.plugins(m, run)))
        assert reports["step-slow"] == "kept"
        assert len(tries) == 2, "the loser ran, met the conflict, and found the step done"
        assert session.metrics.conflicts == 1

    def test_the_birth_of_the_objects_is_one(self, session, m):
        """Each object that a step makes is the one that the others refer to."""
        begun = []

        def first(root):
            if not begun:
                begun.append(root)
                awaken(session, self.plugins(m, first))

        awaken(session, self.plugins(m, first))
        with session.read() as root:
            traits = root.find("traits")
            assert all(traits in root.find(name).parents for name in ("genesis", "brick"))
            assert root.find("memory").catalog is root.memory["catalog"]
            assert root.memory["catalog"].kinds() == {"codex": 2, "recipe": 6}
