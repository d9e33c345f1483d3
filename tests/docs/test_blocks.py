"""Every block of code in the pages is what it claims to be."""

import ast
import json
import os
import subprocess
import sys
import tomllib
import warnings

from batos.config import load_config
from batos.guardian.audit import audit

_OTHER_FILES = ("project", "identity")
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


def test_methods_in_the_guardians_dialect_are_accepted(root, read):
    found = [
        block.text
        for block in read.blocks(root / "docs" / "explanation" / "guardian.md")
        if block.language == "python"
    ]
    assert found
    for source in found:
        audit(source).raise_if_refused()


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


def test_runnable_blocks_run_and_print_what_the_page_says(runnable_page, read, tmp_path):
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
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block.text],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        place = f"{block.page}:{block.line}"
        assert done.returncode == 0, f"{place}: {done.stderr}"
        if following is not None and following.mark == "prints":
            assert done.stdout == following.text, place


def test_what_a_block_prints_follows_a_block_that_runs(page, read):
    previous = None
    for block in read.blocks(page):
        if block.mark == "prints":
            assert previous is not None
            assert previous.mark == "run"
        previous = block
