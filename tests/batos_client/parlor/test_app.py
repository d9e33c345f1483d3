"""The screen of the Parlor."""

import json
import subprocess
import sys

from textual.widgets import Static

from batos_client.parlor.app import Parlor


def test_a_theme_is_kept(p, opened, tmp_path):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            parlor.app.theme = "textual-light"
            await parlor.pilot.pause()
        assert json.loads((tmp_path / "state/parlor.json").read_text()) == {
            "theme": "textual-light"
        }
        async with opened() as parlor:
            assert parlor.app.theme == "textual-light"

    run()


def test_the_palette_has_every_command(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            names = {each.title for each in parlor.app.get_system_commands(parlor.app.screen)}
            assert {"/undo", "/approvals", "/send", "Stop", "Theme"} <= names

    run()


def test_exit_leaves(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            await parlor.type("/exit")
            assert parlor.app._exit

    run()


def test_what_is_typed_before_all_is_loaded_stays(p, tmp_path, monkeypatch):
    @p.on_a_loop
    async def run():
        async def nothing(app):
            """Load nothing."""

        monkeypatch.setattr(Parlor, "_live", nothing)
        app = Parlor(tmp_path / "run", tmp_path / "state", line=p.ScriptedLine())
        async with app.run_test() as pilot:
            await app.take("hello")
            await pilot.press("escape", "f2", "f9", "a")
            assert app.query_one("#prompt").text == "helloa"
            assert [each.message for each in app._notifications] == ["What you typed stays here."]
            assert app.query_one("#status", Static)

    run()


def test_what_is_not_painted_first_is_not_loaded_first():
    late = ("zmq", "pydantic", "rich.markdown", "batos.plugins", "batos.wire", "ZODB")
    code = f"import sys, batos_client.parlor.app; print(*[n for n in {late} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
