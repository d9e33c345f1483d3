"""Every block of code in the pages is what it claims to be."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
import warnings
from types import ModuleType

import pluggy

from batos.config import load_config
from batos.exchange.skillfile import read_skill
from batos.guardian.audit.audit import audit
from batos.plugins import CycleEvent, PluginHooks
from batos.plugins.new_persona import TEMPLATE

_ELSEWHERE = {"docs/reference/guardian-rules.md"}
"""Written from examples that the tests of the rules try."""
_STRICT = "import warnings\nwarnings.simplefilter('error')\n"
_OTHER_FILES = ("project", "identity", "serves", "slots")
"""Keys of the tables that are no configuration: a package's own, and a persona's."""


def test_python_parses(page, read):
    for block in read.blocks(page):
        if block.language == "python":
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                compile(block.text, f"{block.page}:{block.line}", "exec", ast.PyCF_ONLY_AST)


def test_json_parses(page, read):
    for block in read.blocks(page):
        if block.language == "json":
            json.loads(block.text)


def test_every_block_of_python_is_tried(page, read):
    known = {"run", *read.BLOCKS.values()}
    for block in read.blocks(page):
        if block.language == "python" and block.page not in _ELSEWHERE:
            assert block.mark in known, f"{block.page}:{block.line} says not how it is tried"


def test_methods_in_the_guardians_dialect_are_accepted(method_block):
    audit(method_block.text).raise_if_refused()


def test_skills_can_be_read(skill_block):
    assert read_skill(skill_block.text.encode(), skill_block.page).examples


def test_plugins_contribute(plugin_block):
    module = ModuleType("a_plugin")
    # Its own files are looked for there.
    packs = "batos_skill_packs" in plugin_block.text
    module.__package__ = "batos_skills_everyday" if packs else "batos_persona_robin"
    exec(compile(plugin_block.text, plugin_block.page, "exec"), vars(module))
    manager = pluggy.PluginManager("batos")
    manager.add_hookspecs(PluginHooks)
    manager.register(module)
    manager.check_pending()
    event = CycleEvent(kind="cycle.state", cycle="3f2a91c07b1e", text="It is told.")
    for name in (name for name in vars(module) if name.startswith("batos_")):
        hook = getattr(manager.hook, name)
        given = dict.fromkeys(hook.spec.argnames, event)
        for contribution in hook(**given):
            assert all(type(each).__module__ == "batos.plugins.types" for each in contribution)


def test_the_backend_that_is_written_step_by_step_passes_the_kit(read, root, tmp_path):
    blocks = read.blocks(root / "docs" / "plugins" / "backend.md")
    parts = [block.text for block in blocks if block.mark == "backend kit"]
    (tmp_path / "test_mirror.py").write_text("\n\n".join(parts), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mirror.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_the_kit_of_personas_is_used_as_the_template_uses_it(persona_kit_block):
    [test] = (TEMPLATE / "tests").glob("*.py")
    assert persona_kit_block.text == test.read_text("utf-8")


def test_what_runs_in_the_template_runs(template_block):
    _run(template_block, {**os.environ}, TEMPLATE)


def test_what_runs_in_the_template_of_skills_runs(skills_template_block, read, root):
    done = _run(skills_template_block, {**os.environ}, root / "templates" / "skills")
    assert done.stdout == "[]\n"


def test_what_needs_a_kernel_runs(kernel_block, shared, tmp_path):
    shared.batos("ask", "write a method that counts the vowels in a text; 'banana split' gives 4")
    done = _run(kernel_block, shared.env, tmp_path)
    assert done.stdout == "4\n"


def _run(block, environ, folder):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block.text],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{block.page}:{block.line}: {done.stderr}"
    return done


def test_configuration_is_accepted(page, read, tmp_path):
    for block in read.blocks(page):
        if block.language != "toml":
            continue
        if any(key in tomllib.loads(block.text) for key in _OTHER_FILES):
            continue
        (tmp_path / "config").mkdir(exist_ok=True)
        (tmp_path / "config" / "config.toml").write_text(block.text, "utf-8")
        loaded = load_config(environ={"BATOS_HOME": str(tmp_path)})
        for role in loaded.config.roles:
            loaded.config.backend_for(role)
        for persona in loaded.config.personas:
            loaded.config.backend_for("default", persona)


def test_runnable_blocks_run_and_print_what_the_page_says(
    runnable_page, read, tmp_path, forker, born
):
    if runnable_page.name != "README.md":  # one of them begins with nothing
        shutil.copytree(born / "data", tmp_path / "home" / "data")
    program = tmp_path / "program.py"
    environ = {
        **os.environ,
        "BATOS_HOME": str(tmp_path / "home"),
        # The pages promise that these need no model.
        "BATOS_CYCLE__MODEL_CALLS": "0",
        "PYTHONIOENCODING": "utf-8",
    }
    blocks = read.blocks(runnable_page)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.mark != "run":
            continue
        program.write_text(f"{_STRICT}{block.text}", "utf-8")
        done = forker.run([program], env=environ, cwd=tmp_path)
        assert done.returncode == 0, f"{block.page}:{block.line}: {done.stderr}"
        if following is not None and following.mark == "prints":
            assert done.stdout == following.text, f"{block.page}:{block.line}"


def test_what_a_block_prints_follows_a_block_that_runs(page, read):
    previous = None
    for block in read.blocks(page):
        if block.mark == "prints":
            assert previous is not None
            assert previous.mark == "run"
        previous = block
