"""The tests stand where the sources stand, path for path."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SOURCES = {
    "batos": "batos-core/src/batos",
    "batos_client": "batos-client/src/batos_client",
    "batos_backend_llamacpp": "batos-backend-llamacpp/src/batos_backend_llamacpp",
    "batos_backend_hf": "batos-backend-hf/src/batos_backend_hf",
    "batos_embedder_sentence_transformers": (
        "batos-embedder-sentence-transformers/src/batos_embedder_sentence_transformers"
    ),
    "batos_backend_ollama": "batos-backend-ollama/src/batos_backend_ollama",
    "batos_backend_openai": "batos-backend-openai/src/batos_backend_openai",
    "batos_embedder_minilm": "batos-embedder-minilm/src/batos_embedder_minilm",
    "batos_skills_everyday": "batos-skills-everyday/src/batos_skills_everyday",
    "benchmarks": "benchmarks",
}
ELSEWHERE = {
    "batos_personas": "one file for each of the packages of the personas",
    "docs": "the pages, which are tested as they are read",
    "system": "whole systems of processes",
    "test_portable.py": "every module, whatever the system",
    "test_sources.py": "every source, whatever the room",
    "test_mirror.py": "every test",
    "test_shape.py": "every module and every folder",
}
CROSS_CUTTING = {
    "batos/care/test_clock.py": "every kind of care, on an image whose clock was wrong",
    "batos/care/test_opening.py": "what a crash leaves: what the storage and the check say of it",
    "batos/care/test_other_storages.py": "every kind of care, on an image that is no file",
    "batos/cli/test_as_json.py": "what every command prints for a program",
    "batos/cli/test_make.py": "one command, from its words to the object in the image",
    "batos/cli/test_tables.py": "the tables of every command",
    "batos/guardian/adversarial": "hostile methods against audit, trial and run at once",
    "batos/guardian/hostile": "hostile methods by what they attack",
    "batos/guardian/properties": "what holds for every method that the audit accepts",
    "batos/guardian/test_known_traps.py": "traps of other sandboxes, in memory and in the file",
    "batos/handwork/objects/test_races.py": "two people who change one object at once",
    "batos/image/storage/test_full_disk.py": "every way to the disk, on one that is full",
    "batos/image/test_power.py": "every way to the disk, with a loss of power",
    "batos/image/test_workers.py": "several processes on one image",
    "batos/kernel/test_several.py": "several workers that do the same work",
    "batos/kernel/test_wall.py": "workers that hang, from the message to the quarantine",
    "batos/learning/cycle/states/test_adding.py": "one story through all states",
    "batos/learning/messages/test_replay.py": "a miss inside a running method, seen from outside",
    "batos/learning/messages/test_unmarked.py": "changes in place, however they come about",
    "batos/objects/test_quarantine.py": "a method that is not run, through send and clones",
    "batos/plugins/test_template.py": "the templates of packages, and the how-tos about them",
    "batos_backend_hf/test_expert.py": "one story, from the training to the persona",
    "batos_backend_hf/test_mission.py": "one story, from the configuration to a learned method",
    "batos_backend_hf/test_suite.py": "the kit that every backend passes",
    "batos_backend_llamacpp/test_suite.py": "the kit that every backend passes",
    "batos_backend_ollama/test_real_server.py": "the kit, against a server of the user's",
    "batos_backend_ollama/test_suite.py": "the kit that every backend passes",
    "batos_backend_openai/test_suite.py": "the kit that every backend passes",
    "batos_client/parlor/test_tmux.py": "the parlor on a real terminal, with a real kernel",
    "batos_client/test_terminal.py": "the chat on a real terminal",
}
FILES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py"))


def mirrored(name):
    """Return whether a test has its name from a module or a package that is where it is."""
    package, *folders = name.split("/")[:-1]
    stem = name.rpartition("/")[2].removesuffix(".py").removeprefix("test_")
    where = TESTS.parent.joinpath(SOURCES[package], *folders)
    if stem == "init":
        return (where / "__init__.py").exists()
    return (where / f"{stem}.py").exists() or (where / stem).is_dir()


def excused(name, reasons):
    return [each for each in reasons if name == each or name.startswith(f"{each}/")]


@pytest.mark.parametrize("name", [each for each in FILES if not excused(each, ELSEWHERE)])
def test_a_test_stands_where_its_module_stands(name):
    assert mirrored(name) or excused(name, CROSS_CUTTING), (
        "It mirrors no module: move it to where the module is, or say in CROSS_CUTTING what it is"
    )


@pytest.mark.parametrize("name", CROSS_CUTTING)
def test_no_excuse_is_left_over(name):
    found = [each for each in FILES if excused(each, [name])]
    assert found
    assert not any(mirrored(each) for each in found)
