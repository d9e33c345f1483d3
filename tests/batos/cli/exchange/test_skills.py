"""``batos skills`` and ``batos objects export|import`` from one running system to another."""

import json
import shutil

import pytest

from batos.exchange.manifest import MANIFEST, SIGNATURE


@pytest.fixture(scope="module")
def names():
    """Selectors that the shared system has learned for these tests."""
    return [f"knot_journey{number}" for number in range(3)]


@pytest.fixture(scope="module")
def knower(h, shared, names):
    """The shared system, with something to give."""
    odds = [h.Odd(name.removeprefix("knot_")) for name in names]
    shared.script(*(odd.right for odd in odds), h.ALLOW)
    for odd in odds:
        learned = shared.batos(*odd.words)
        assert learned.code == 0, learned
    return shared


@pytest.fixture
def folder(batos, knower, names, tmp_path):
    """A parcel of the shared system."""
    target = tmp_path / "parcel"
    addresses = [f"genesis.{name}" for name in names]
    answer = batos("skills", "export", *addresses, "--to", str(target), "--json")
    assert answer.code == 0, answer
    assert [row["address"] for row in answer.json()["rows"]] == addresses
    return target


def test_learned_methods_are_listed(batos, knower, names):
    rows = batos("skills", "--json").json()
    row = next(row for row in rows if row["address"] == f"genesis.{names[0]}")
    assert (row["version"], row["origin"], row["examples"]) == (1, "written", 2)
    lines = batos("skills").out.splitlines()
    columns = ["address", "version", "origin", "trust", "examples", "sha256", "doc"]
    assert lines[0].split() == columns
    assert any(
        line.startswith(f"genesis.{names[0]} ") and row["sha256"][:12] in line for line in lines
    )
    assert batos("skills", "list", "--json").json() == rows
    assert len(batos("skills", "list", "--all", "--json").json()) >= len(rows)


def test_an_export_is_readable_text_that_its_owner_has_signed(batos, folder, names):
    assert sorted(each.name for each in (folder / "methods").iterdir()) == [
        f"genesis.{name}.py" for name in names
    ]
    text = (folder / "methods" / f"genesis.{names[0]}.py").read_text("utf-8")
    assert text.startswith("# /// batos-skill\n# format = 1\n")
    assert batos("show", f"genesis.{names[0]}", "--json").json()["source"] in text
    own = batos("skills", "signers", "--json").json()[0]
    assert own["whose"] == "yours"
    assert own["key"] in (folder / MANIFEST).read_text("utf-8")


def test_a_folder_with_something_in_it_is_not_written_to(batos, folder, tmp_path):
    batos("skills", "export", "--to", str(folder)).sentence(2, "not empty")
    (tmp_path / "file").touch()
    batos("skills", "export", "--to", str(tmp_path / "file")).sentence(2, "no folder")


def test_what_is_not_there_is_not_exported(batos, tmp_path):
    target = tmp_path / "none"
    batos("skills", "export", "genesis.nothing", "--to", str(target)).sentence(2, "nothing")
    batos("objects", "export", "nobody", "--to", str(target)).sentence(2, "nobody")
    batos("objects", "export", "memory", "--to", str(target)).sentence(1, "catalog")
    assert not target.exists()


def test_what_came_from_here_is_there_already(batos, folder):
    answer = batos("skills", "import", str(folder), "--json")
    assert answer.code == 0
    assert {row["status"] for row in answer.json()["rows"]} == {"already there"}


def test_methods_travel_from_one_system_to_another(folder, names, still, alone):
    still.up()
    shown = json.loads((folder / MANIFEST).read_text("utf-8").split("signer = ")[1].split("\n")[0])

    unknown = alone("skills", "import", str(folder))
    unknown.sentence(1, "not said to trust", f"--trust {shown}")
    alone("skills", "import", str(folder), "--unsigned").sentence(1, "not said to trust")
    wrong = "ed25519:" + "A" * 43 + "="
    alone("skills", "import", str(folder), "--trust", wrong).sentence(1, "not by")
    alone("skills", "import", str(folder), "--trust", "me").sentence(2, "no public key")
    assert alone("skills", "--json").json() == []

    dry = alone("skills", "import", str(folder), "--trust", shown, "--dry-run")
    assert dry.code == 0
    assert "Would import 3 of 3 methods; nothing was changed." in dry.err
    assert alone("skills", "signers", "--json").json() == []

    done = alone("skills", "import", str(folder), "--trust", shown)
    assert done.code == 0, done
    assert "trusted from now on" in done.err
    assert "Imported 3 of 3 methods." in done.err
    assert done.out.splitlines()[1].split()[:2] == ["imported", f"genesis.{names[0]}"]
    assert alone("send", "genesis", names[0], '"abc"').out.strip() == f'"bc-{names[0][5:]}-a"'
    origin = alone("show", f"genesis.{names[0]}", "--json").json()["provenance"]
    assert origin["imported_from"]["signer"] == shown
    assert alone("skills", "import", str(folder)).code == 0
    assert [row["key"] for row in alone("skills", "signers", "--json").json()] == [shown]
    transfers = still.root / "state" / "transfers"
    assert not list(transfers.iterdir())


@pytest.mark.long
def test_a_conflict_is_shown_with_its_difference(h, folder, names, still, alone, batos):
    del batos
    still.up()
    odd = h.Odd(names[0].removeprefix("knot_"))
    other = odd.rule("    tail = text[1:]\n    return tail + text[:1]\n")
    still.script({**other, "when": ""}, h.ALLOW)
    words = ["ask", "--name", names[0], "write a method that turns; e.g. 'abz' gives 'bza'"]
    assert still.batos(*words).code == 0
    (folder / SIGNATURE).unlink()
    alone("skills", "import", str(folder)).sentence(1, "not signed", "--unsigned")
    answer = alone("skills", "import", str(folder), "--unsigned")
    assert answer.code == 1
    assert "conflict" in answer.out
    assert "\n--- genesis." in answer.out
    assert f"+    return text[1:] + '-{names[0][5:]}-' + text[:1]" in answer.out
    assert "nobody answers for" in answer.err
    words = ["skills", "import", str(folder), "--unsigned", "--replace"]
    kept = alone(*words)
    assert kept.code == 1
    assert f"--drop-example genesis.{names[0]}:1" in kept.out
    assert alone(*words, "--drop-example", f"genesis.{names[0]}:1").code == 0


def test_what_was_spoiled_on_the_way_is_refused_before_anything_is_sent(folder, alone):
    # Nothing runs in this home: whatever is told here was found in this process.
    file = next((folder / "methods").iterdir())
    file.write_bytes(file.read_bytes() + b"\n")
    alone("skills", "import", str(folder)).sentence(1, file.name)
    shutil.rmtree(folder / "methods")
    alone("skills", "import", str(folder)).sentence(1, "cannot be read")
    (folder / MANIFEST).write_bytes(b"\xff")
    alone("skills", "import", str(folder)).sentence(1, "not UTF-8")
    (folder / MANIFEST).unlink()
    alone("skills", "import", str(folder)).sentence(2, "no parcel")
    alone("skills", "import", str(folder / "missing")).sentence(2, "no folder")


def test_a_changed_manifest_is_refused(folder, alone):
    text = (folder / MANIFEST).read_text("utf-8")
    (folder / MANIFEST).write_text(text.replace("created = ", 'created = "x" # '), "utf-8")
    alone("skills", "import", str(folder), "--unsigned").sentence(1, "does not belong")


def test_objects_travel_and_get_new_names(batos, folder, tmp_path):
    target = tmp_path / "graph"
    told = batos("objects", "export", "robin", "--to", str(target), "--json").json()
    assert told["rows"][0]["name"] == "robin"
    assert "traits" in told["outside"]
    conflict = batos("objects", "import", str(target))
    assert conflict.code == 1
    assert "--as robin=NAME" in conflict.out
    batos("objects", "import", str(target), "--as", "robin").sentence(2, "OLD=NEW")
    batos("objects", "import", str(target), "--as", "x=y").sentence(2, "no object named 'x'")
    words = ["objects", "import", str(target), "--as", "robin=wren"]
    bare = batos(*words)
    assert (bare.code, "--untested" in bare.out) == (1, True)
    words.append("--untested")
    dry = batos(*words, "--dry-run")
    assert (dry.code, "Would import " in dry.err) == (0, True)
    done = batos(*words, "--json")
    assert done.code == 0, done
    assert done.json()["rows"][0] == {
        "address": "wren",
        "file": "objects/robin.toml",
        "status": "imported",
        "reason": "",
        "examples": 0,
        "diff": "",
        "warnings": [],
    }
    assert batos("show", "wren", "--json").json()["parents"] == ["pllm", "traits"]
    batos("skills", "import", str(target)).sentence(1, "batos objects import")
    batos("objects", "import", str(folder)).sentence(1, "batos skills import")


def test_without_a_kernel_an_export_says_so(alone, tmp_path):
    alone("skills", "export", "--to", str(tmp_path / "x")).sentence(6, "batos up")


@pytest.mark.parametrize("words", [("skills",), ("skills", "list"), ("objects", "list")])
def test_without_an_image_the_lists_say_how_to_begin(alone, words):
    alone(*words).sentence(3, "There is no image yet", "batos up")


def test_nobody_has_signed_anything_yet(alone):
    answer = alone("skills", "signers")
    assert (answer.code, answer.out) == (0, "")
    assert "nobody is trusted" in answer.err


def test_one_is_not_spoken_of_as_many(batos, tmp_path):
    one = batos("objects", "export", "robin", "--to", str(tmp_path / "one"))
    assert one.err.splitlines()[-1].startswith(f"1 object is in {tmp_path / 'one'}, signed by ")
    two = batos("objects", "export", "robin", "brick", "--to", str(tmp_path / "two"))
    assert two.err.splitlines()[-1].startswith(f"2 objects are in {tmp_path / 'two'}, ")
