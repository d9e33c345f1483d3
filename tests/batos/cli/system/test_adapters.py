"""LoRA adapters by name: added, listed, attached, checked and let go."""

import pytest


@pytest.fixture
def adapters(alone, awake):
    """Runs commands on the image of a home where nothing runs."""
    return lambda *words: alone("adapters", *words)


def test_one_is_added_attached_and_let_go(adapters, peft):
    folder = str(peft(base_model_name_or_path="owner/base"))
    added = adapters("add", folder)
    assert added.code == 0
    assert "mine is in the image (peft, rank 4)." in added.err
    lines = adapters().out.splitlines()
    assert lines[0].split() == ["name", "form", "model", "rank", "size", "personas"]
    assert lines[1].split()[:4] == ["mine", "peft", "owner/base", "4"]
    attached = adapters("attach", "mine", "brick")
    assert "brick answers through mine from now on." in attached.err
    assert "Nothing runs that could try it" in attached.err
    assert adapters("list", "--json").json()[0]["personas"] == ["brick"]
    adapters("remove", "mine").sentence(2, "'brick' answers through", "batos adapters detach brick")
    assert adapters("detach", "brick", "--json").json() == {
        "adapter": "mine",
        "persona": "brick",
        "remark": "",
    }
    assert adapters("remove", "mine", "--json").json()["name"] == "mine"
    assert adapters("--json").json() == []


def test_one_is_shown_with_its_files_and_checked(adapters, peft):
    adapters("add", str(peft()), "--name", "tidy")
    shown = adapters("show", "tidy").out
    assert "kind: peft" in shown
    assert "file: adapter_model.safetensors, " in shown
    told = adapters("show", "tidy", "--json").json()
    assert (told["rank"], told["alpha"], told["problem"]) == (4, 8.0, "")
    checked = adapters("verify")
    assert (checked.code, checked.err) == (0, "tidy is as it was taken in.\n")
    rows = adapters("verify", "tidy", "--json").json()
    assert all(row["ok"] for row in rows)
    assert [row["file"] for row in rows] == ["adapter_config.json", "adapter_model.safetensors"]


def test_what_is_damaged_is_refused_by_name(adapters, peft):
    folder = peft()
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    adapters("add", str(folder)).sentence(4, "The adapter 'mine' is damaged", "")
    adapters("show", "mine").sentence(2, "mine", "batos adapters")
