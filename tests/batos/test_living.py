"""A living image from outside: what it shows, and what it keeps."""

import contextlib

import pytest

from batos.errors import ImageError, MissionFailedError, PluginError, UnknownNameError
from batos.learning.model.brief import MissionBrief
from batos.objects import Example
from batos.plugins import GenesisStep, PluginSet, load_plugins

VOWELS = "write a method that counts the vowels in a text; 'banana split' gives 4"


@pytest.fixture
def image(home):
    return home.open()


class TestKept:
    def test_a_learned_method_answers_after_reopening_with_no_model_call(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"))
        examples = (Example(args=(3,), result=9), Example(args=(4,), result=12))
        image.learn(MissionBrief(selector="treble", text="treble it", examples=examples))
        kept = image.show("genesis.treble")
        cycles = image.cycles()
        image.close()
        again = home.open()
        delivery = again.deliver("genesis", "treble", (5,))
        assert (delivery.value, delivery.model_calls, delivery.learned) == (15, 0, ())
        assert again.show("genesis.treble") == kept
        assert again.cycles() == cycles
        assert home.asked == []

    def test_what_was_learned_is_delegated_to_from_then_on(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"))
        examples = (Example(args=(3,), result=9), Example(args=(4,), result=12))
        image.learn(MissionBrief(selector="treble", text="treble a figure", examples=examples))
        image.close()
        other = home.open().learn(
            MissionBrief(
                receiver="robin", selector="treble", text="treble a figure", examples=examples
            )
        )
        assert other.origin == "delegated"
        assert other.model_calls == 1  # the judge's

    def test_two_images_do_not_share_a_file(self, home, image):
        with pytest.raises(ImageError):
            home.open()

    def test_genesis_is_told(self, tmp_path, home):
        from batos.inference import LocalThinker
        from batos.living import LivingImage

        told = []
        with LivingImage.open(
            (tmp_path / "other.fs").as_uri(),
            loaded=home.loaded(),
            thinker=LocalThinker({}, {}),
            plugins=PluginSet(),
            on_step=told.append,
        ) as opened:
            assert opened.cycles() == []
        assert told[0].name == "primordial"

    def test_a_step_that_fails_closes_the_image_again(self, home, m):
        bad = PluginSet([m.plugin(GenesisStep(name="rose", run=lambda root: 1 / 0))])
        with pytest.raises(PluginError):
            home.open(plugins=bad)
        assert home.open().status()["cycles"] == 0


class TestShown:
    def test_objects(self, image):
        lines = {line["name"]: line for line in image.objects()}
        assert lines["genesis"]["parents"] == ["pllm", "traits"]
        assert lines["genesis"]["oid"] > 0
        assert {"brick", "orchestrator", "memory", "state_idle"} <= set(lines)

    def test_an_object(self, image):
        image.learn(VOWELS)
        shown = image.show("genesis")
        assert shown["kind"] == "object"
        assert shown["methods"]["count_vowels"]["signature"] == "(self, text)"
        assert shown["methods"]["count_vowels"]["version"] == 1
        assert image.show("genesis_obj") == shown
        assert image.show(f"@{shown['oid']}") == shown

    def test_a_part_that_is_no_object_is_named(self, image):
        assert image.show("memory")["slots"]["catalog"] == {"object": "KnowledgeCatalog"}

    def test_an_inherited_method_names_its_holder(self, image):
        image.learn(MissionBrief(receiver="traits", selector="reverse_text", args=("a",)))
        assert "reverse_text" in image.show("robin")["inherited"]
        assert image.show("robin.reverse_text")["holder"] == "traits"

    def test_a_slot(self, image):
        shown = image.show("genesis.purpose")
        assert (shown["kind"], shown["value"]) == (
            "slot",
            "The first prototype; it learns for all.",
        )

    def test_provenance(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"))
        examples = (Example(args=(3,), result=9), Example(args=(4,), result=12))
        brief = MissionBrief(selector="treble", text="treble it", examples=examples, asked_by="amy")
        outcome = image.learn(brief)
        shown = image.show("genesis.treble")
        assert shown["source"] == outcome.source
        assert shown["examples"] == [each.to_plain() for each in examples]
        assert shown["verdict"]["accepted"] is True
        provenance = shown["provenance"]
        assert provenance.pop("at").startswith("20")
        prompt = provenance.pop("prompt")
        assert len(prompt) == 64
        assert 0.9 <= provenance.pop("confidence") < 1
        evidence = provenance.pop("evidence")
        assert (evidence["examples"], evidence["votes"], evidence["groups"]) == (2, 5, 1)
        (tried,) = provenance.pop("tried")
        assert (tried["origin"], tried["problem"], tried["prompt"]) == ("written", "", prompt)
        assert provenance == {
            "origin": "written",
            "based_on": [],
            "mission": "treble it",
            "asked_by": "amy",
            "call_site": "",
            "cycle": outcome.cycle,
            "model": {"backend": "scripted", "model": "script"},
            "model_calls": outcome.model_calls,
            "persona": "brick",
            "candidates": 1,
            "repairs": 0,
            "examples": 2,
            "approved_by": "policy: auto",
            "trust": "proven",
            "judged": {"persona": "robin", "answer": "allow", "decided": "robin"},
        }

    def test_provenance_of_a_delegated_method(self, image):
        image.learn(VOWELS)
        provenance = image.show("genesis.count_vowels")["provenance"]
        assert (provenance["origin"], provenance["model"]) == ("delegated", {})
        assert provenance["based_on"] == ["count_vowels"]
        assert provenance["model_calls"] == 1  # the judge's

    def test_a_cycle(self, image):
        outcome = image.learn(VOWELS)
        shown = image.show(outcome.cycle)
        assert shown["kind"] == "cycle"
        assert shown["state"] == "COMPLETE"
        assert shown["brief"]["text"] == "counts the vowels in a text"
        assert shown["outcome"]["origin"] == "delegated"

    def test_cycles_are_newest_first(self, image):
        first = image.learn(VOWELS)
        with pytest.raises(MissionFailedError):
            image.learn("write a method that juggles; 3 gives 'hop'")
        lines = image.cycles()
        assert [line["state"] for line in lines] == ["FAILED", "COMPLETE"]
        assert lines[1]["cycle"] == first.cycle
        assert lines[0]["reason"]
        assert image.cycles(limit=1) == lines[:1]

    @pytest.mark.parametrize(
        ("address", "hint"),
        [
            ("genesys", "'genesis'"),
            ("genesis.purpos", "'purpose'"),
            ("genesys.purpose", "'genesis'"),
            ("@999999999", ""),
            ("@x", ""),
            ("", ""),
        ],
    )
    def test_unknown_things(self, image, address, hint):
        with pytest.raises(UnknownNameError) as caught:
            image.show(address)
        assert hint in caught.value.hint

    def test_check_selector(self, image):
        image.check_selector("genesis", "purpose")
        with pytest.raises(UnknownNameError, match="purpos"):
            image.check_selector("genesis", "purpos")

    def test_status(self, image):
        before = image.status()
        image.learn(VOWELS)
        after = image.status()
        assert after["methods"] == before["methods"] + 1
        assert after["cycles"] == before["cycles"] + 1
        assert after["commits"] > before["commits"]
        assert after["documents"] == {"codex": 2, "mission": 1, "recipe": 6}
        assert after["image"].startswith("file://")
        assert after["born"].startswith("20")

    def test_personas(self, home, m, image):
        lines = {line["name"]: line for line in image.personas()}
        assert set(lines) == {"alfred", "brick", "robin"}
        assert lines["brick"]["role"] == "coder"
        assert lines["brick"]["package"] == "batos-small 1.0"
        image.close()
        fewer = home.open(plugins=PluginSet([m.plugin(m.alfred())]))
        states = {line["name"]: line["state"] for line in fewer.personas()}
        assert states == {"alfred": "active", "brick": "orphaned", "robin": "orphaned"}
        fewer.close()
        taken = home.open(plugins=m.small_plugins(m.plugin(m.persona("memory"), name="taken")))
        lines = {line["name"]: line for line in taken.personas()}
        assert lines["memory"]["state"] == "refused"
        assert lines["memory"]["package"] == "batos-taken 1.0"

    def test_orphans_go_on_working(self, home, m, image):
        image.close()
        fewer = home.open(m.Coder("    return number * 3\n"), plugins=PluginSet())
        outcome = fewer.learn("write a method that trebles; 3 gives 9, 4 gives 12, 5 gives 15")
        assert outcome.origin == "written"


class TestInstalled:
    """With the personas as they are installed."""

    def test_founding_example(self, installed, m):
        image = installed.open(
            m.Coder('    return now().strftime("%H:%M:%S")\n'), plugins=load_plugins()
        )
        answer = image.ask("create a method to report the current system time")
        assert answer.text == "genesis.report_current_system_time"
        delivery = image.deliver("genesis", "report_current_system_time")
        assert delivery.value[2] == delivery.value[5] == ":"
        assert delivery.model_calls == 0

    def test_prompts_hold_the_mission_its_examples_and_the_head(self, installed):
        image = installed.open(["    return number"] * 40, plugins=load_plugins(), cycle__repairs=0)
        with pytest.raises(MissionFailedError):
            image.learn("write a method that zorbles a number; 3 gives 'zz', 4 gives 'qq'")
        prompt = installed.asked[0]
        assert "zorbles a number; 3 gives 'zz', 4 gives 'qq'" in prompt
        assert "zorble_number(3) == 'zz'" in prompt
        assert "`def zorble_number(`" in prompt

    def test_golden_answer(self, installed):
        answer = installed.open(plugins=load_plugins()).ask("Who are you?")
        assert answer.persona == "alfred"
        assert installed.asked == []


@pytest.mark.long
@pytest.mark.model
def test_with_the_real_model(home, lend_model):
    """The embedded model takes part in a whole cycle, whatever it makes of it."""
    from batos.living import LivingImage

    lend_model(home.folder / "cache")
    loaded = home.loaded(cycle__repairs=0, cycle__candidates=1)
    loaded = type(loaded)(
        loaded.config, type(loaded.paths).find({"BATOS_HOME": str(home.folder)}), {}
    )
    with LivingImage.open((home.folder / "real.fs").as_uri(), loaded=loaded) as image:
        brief = MissionBrief(
            selector="zorble",
            text="double a number and put a zed before it",
            examples=(Example(args=(3,), result="z6"), Example(args=(5,), result="z10")),
        )
        answer = None
        with contextlib.suppress(MissionFailedError):
            image.learn(brief)
            answer = image.send("genesis", "zorble", 7)
        record = image.show(image.cycles()[0]["cycle"])
    assert record["outcome"]["model_calls"] > 0
    assert (record["state"], answer) in [("COMPLETE", "z14"), ("FAILED", None)]
    assert record["candidates"]
