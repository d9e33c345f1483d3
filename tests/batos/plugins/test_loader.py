"""Every fault a plugin can have ends in one state with its reason, and stops nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from batos.errors import PluginError
from batos.plugins import PersonaSpec, PluginInfo, PluginState, hookimpl, own_rules

if TYPE_CHECKING:
    from .conftest import Shelf

PERSONA = """
from batos.plugins import PersonaSpec, hookimpl

@hookimpl
def batos_personas():
    yield PersonaSpec(name={name!r}, title="A title", role="coder", identity="Somebody.")
"""


def by_package(shelf: Shelf, **options: Any) -> dict[str, PluginInfo]:
    return {info.distribution: info for info in shelf.load(**options).listing()}


def test_a_good_plugin_is_active_and_its_contribution_is_attributed(shelf: Shelf) -> None:
    shelf.install("good", PERSONA.format(name="lucius"), version="1.2")
    plugins = shelf.load()
    assert [persona.name for persona in plugins.personas()] == ["lucius"]
    [info] = plugins.listing()
    assert (info.name, info.package, info.state) == ("good", "good 1.2", PluginState.ACTIVE)
    assert info.provides == ("persona lucius",)
    assert plugins.provider(PersonaSpec, "lucius") == info
    assert plugins.provider(PersonaSpec, "selina") is None


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import batos_nowhere", "importing bad failed: ModuleNotFoundError"),
        ("raise SystemExit(3)", "importing bad failed: SystemExit: 3"),
        ("def oops(:", "importing bad failed: SyntaxError"),
        (
            "from batos.plugins import hookimpl\n@hookimpl\ndef batos_persona(): return []",
            "there is no hook 'batos_persona'. Did you mean 'batos_personas'?",
        ),
        (
            "from batos.plugins import hookimpl\n@hookimpl\ndef batos_personas(color): return []",
            "color",
        ),
        ("def batos_personas(): return []", "batos_personas is not marked with @hookimpl"),
        (
            "from batos.plugins import hookimpl\n@hookimpl\ndef batos_personas(): return 1 / 0",
            "batos_personas failed: ZeroDivisionError",
        ),
        (
            "from batos.plugins import hookimpl\n@hookimpl\ndef batos_personas():\n    yield 1 / 0",
            "batos_personas failed: ZeroDivisionError",
        ),
        (
            "from batos.plugins import hookimpl\n@hookimpl\ndef batos_personas(): pass",
            "batos_personas returned None",
        ),
        (
            "from batos.plugins import hookimpl\n@hookimpl\ndef batos_personas(): return ['me']",
            "batos_personas gave str, expected PersonaSpec",
        ),
        (PERSONA.format(name="two words"), "'two words' is not a public Python identifier"),
    ],
)
def test_a_broken_plugin_fails_with_its_reason_and_the_others_go_on(
    shelf: Shelf, code: str, reason: str
) -> None:
    shelf.install("bad", code)
    shelf.install("good", PERSONA.format(name="lucius"))
    plugins = shelf.load()
    bad, good = plugins.listing()
    assert (bad.distribution, bad.state) == ("bad", PluginState.FAILED)
    assert reason in bad.reason
    assert good.state is PluginState.ACTIVE
    assert [persona.name for persona in plugins.personas()] == ["lucius"]


@pytest.mark.parametrize(
    ("requirement", "state"),
    [
        ("batos-core>=0.1", PluginState.ACTIVE),
        ("batos_core[extra]>=0", PluginState.ACTIVE),
        ("batos-core>=99", PluginState.INCOMPATIBLE),
        ("Batos.Core>=99", PluginState.INCOMPATIBLE),
        ('batos-core>=99; python_version < "3"', PluginState.ACTIVE),
        ('batos-core>=99; extra == "next"', PluginState.ACTIVE),
        ("batos-core is fine", PluginState.INCOMPATIBLE),
        ("something is odd", PluginState.ACTIVE),
    ],
)
def test_the_requirement_on_the_core_is_read_before_anything_is_imported(
    shelf: Shelf, requirement: str, state: PluginState
) -> None:
    shelf.install("picky", "MARK = 1", requires=[requirement])
    [info] = shelf.load().listing()
    assert info.state is state
    assert ("picky" in sys.modules) is (state is PluginState.ACTIVE)
    if state is PluginState.INCOMPATIBLE:
        assert "99" in info.reason or "cannot be read" in info.reason


def test_of_two_packages_with_one_name_the_first_by_name_is_taken(shelf: Shelf) -> None:
    shelf.install("zeta", PERSONA.format(name="of_zeta"), name="twin")
    shelf.install("alpha", PERSONA.format(name="of_alpha"), name="twin")
    infos = by_package(shelf)
    assert infos["alpha"].state is PluginState.ACTIVE
    assert "zeta 1.0" in infos["alpha"].reason
    assert infos["zeta"].state is PluginState.DUPLICATE
    assert "alpha 1.0" in infos["zeta"].reason
    assert "zeta" not in sys.modules


def test_a_persona_that_another_plugin_provides_makes_a_duplicate(shelf: Shelf) -> None:
    shelf.install("alpha", PERSONA.format(name="lucius"))
    shelf.install("zeta", PERSONA.format(name="lucius"))
    infos = by_package(shelf)
    assert infos["alpha"].state is PluginState.ACTIVE
    assert infos["zeta"].state is PluginState.DUPLICATE
    assert "the persona 'lucius'" in infos["zeta"].reason


def test_the_lists_decide_before_anything_is_imported(shelf: Shelf) -> None:
    for package in ("ant", "bee", "cat"):
        shelf.install(package, PERSONA.format(name=package))
    infos = by_package(shelf, enabled=["ant", "Bee"], disabled=["bee"])
    assert infos["ant"].state is PluginState.ACTIVE
    assert infos["bee"].reason == "disabled in the config"
    assert infos["cat"].reason == "not in the list of enabled plugins"
    assert not {"bee", "cat"} & set(sys.modules)


def test_a_disabled_plugin_leaves_its_name_to_the_other(shelf: Shelf) -> None:
    shelf.install("alpha", PERSONA.format(name="of_alpha"), name="twin")
    shelf.install("zeta", PERSONA.format(name="of_zeta"), name="twin")
    infos = by_package(shelf, disabled=["alpha"])
    assert infos["zeta"].state is PluginState.ACTIVE
    assert infos["zeta"].reason == ""


def test_the_system_boots_with_no_plugins(shelf: Shelf) -> None:
    shelf.install("bad", "raise RuntimeError")
    plugins = shelf.load(environ={"BATOS_NO_PLUGINS": "1"})
    [info] = plugins.listing()
    assert (info.state, info.reason) == (PluginState.DISABLED, "BATOS_NO_PLUGINS is set")
    assert plugins.personas() == ()


def test_strict_mode_turns_a_broken_plugin_into_an_error(shelf: Shelf) -> None:
    shelf.install("bad", "raise RuntimeError('no tea')", version="2.1")
    with pytest.raises(PluginError, match=r"'bad' of bad 2\.1 is failed: .*RuntimeError: no tea"):
        shelf.load(environ={"BATOS_STRICT_PLUGINS": "1"})


def test_strict_mode_accepts_what_is_disabled(shelf: Shelf) -> None:
    shelf.install("bad", "raise RuntimeError('no tea')")
    plugins = shelf.load(disabled=["bad"], environ={"BATOS_STRICT_PLUGINS": "1"})
    assert plugins.listing()[0].state is PluginState.DISABLED


def test_the_core_s_own_plugin_is_never_switched_off(shelf: Shelf) -> None:
    shelf.install("ant", PERSONA.format(name="ant"))
    for options in (
        {"enabled": []},
        {"disabled": ["ant", "batos_core"]},
        {"disabled": ["ant", "Guardian"]},
        {"environ": {"BATOS_NO_PLUGINS": "1"}},
    ):
        own, ant = shelf.load(own={"guardian": own_rules}, **options).listing()
        assert (own.state, own.built_in) == (PluginState.ACTIVE, True)
        assert "guardian rule shape" in own.provides
        refused = "a part of the core, which cannot be disabled"
        assert own.reason == (refused if "disabled" in options else "")
        assert (ant.state, ant.built_in) == (PluginState.DISABLED, False)


def test_a_guest_does_not_take_the_place_of_the_core_s_own(shelf: Shelf) -> None:
    shelf.install("sly", PERSONA.format(name="sly"), name="guardian")
    own, sly = shelf.load(own={"guardian": own_rules}).listing()
    assert (own.distribution, own.state) == ("batos-core", PluginState.ACTIVE)
    assert (sly.distribution, sly.provides) == ("sly", ("persona sly",))


def test_an_own_plugin_that_is_broken_is_an_error(shelf: Shelf) -> None:
    class Odd:
        @hookimpl
        def batos_spells(self) -> list[object]:
            return []

    with pytest.raises(PluginError, match="own plugin 'odd' is broken: there is no hook"):
        shelf.load(own={"odd": Odd()})


def test_a_slow_import_is_noted(shelf: Shelf) -> None:
    shelf.install("slow", "")
    ticks = iter([10.0, 12.5])
    [info] = shelf.load(clock=lambda: next(ticks)).listing()
    assert (info.state, info.reason) == (PluginState.ACTIVE, "its import took 2.5 s")


def test_installed_plugins_are_found_in_a_fresh_interpreter(shelf: Shelf) -> None:
    shelf.install("zoo-persona", PERSONA.format(name="lucius"), name="zoo")
    shelf.install("zoo-broken", "import batos_nowhere", name="zoo-broken")
    code = (
        "from batos.plugins import load_plugins\n"
        "for info in load_plugins(['zoo', 'zoo-broken']).listing():\n"
        "    print(info.name, info.state, *info.provides)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(shelf.folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert "zoo active persona lucius" in lines
    assert "zoo-broken failed" in lines
    assert "alfred disabled" in lines
    assert "batos_nowhere" in done.stderr


def test_importing_the_room_is_light() -> None:
    code = "import sys, batos.plugins; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"ZODB", "zmq", "numpy", "transaction", "xllamacpp", "pydantic", "rich"}
    assert heavy.isdisjoint(done.stdout.split())
