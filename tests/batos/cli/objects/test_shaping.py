"""Objects by hand on the command line, against a running system."""

import json

import pytest

from batos.wire.messages.frame import MAX_BODY

TOTAL = "def total(self):\n    return sum(self.prices)\n"


@pytest.fixture
def basket(batos):
    """The name of an object that was just made; taken away in the end, with what is like it."""
    before = _names(batos)
    made = batos("new", "shape_basket", "--set", "prices=[1, 2]", "--set", "owner=Ann")
    assert (made.code, made.out) == (0, "")
    yield "shape_basket"
    while left := _names(batos) - before:
        assert any(batos("delete", each).code == 0 for each in sorted(left))


def _names(batos):
    return {row["name"] for row in batos("objects", "--json").json()}


class TestMaking:
    def test_a_new_object_has_its_values_and_one_undo_takes_it_back(self, batos, basket):
        assert batos("get", "shape_basket.prices").out == "[1, 2]\n"
        assert batos("get", "shape_basket.owner").out == "Ann\n"
        made = batos("new", "shape_box", "--by", "amy")
        number = made.err.rpartition("batos undo ")[2].strip()
        assert made.err == f"shape_box is there. To take it back: batos undo {number}\n"
        (event,) = batos("history", "shape_box", "--json").json()["events"]
        assert (event["event"], event["user"]) == ("new", "amy")
        undone = batos("undo", number)
        assert (undone.code, undone.out) == (0, "")
        assert "shape_box" in undone.err
        batos("show", "shape_box").sentence(2, "no object named 'shape_box'")
        assert batos("redo", "shape_box").code == 0
        assert "shape_box" in _names(batos)

    def test_one_that_is_like_another(self, batos, basket):
        told = batos("new", "shape_box", "--like", basket, "--set", "owner=Bo", "--json").json()
        assert told["address"] == "shape_box"
        assert batos("parents", "shape_box").out == "shape_basket\n"
        assert batos("get", "shape_box.owner").out == "Bo\n"

    def test_a_clone_and_a_twin(self, batos, basket):
        assert batos("define", f"{basket}.total", say=TOTAL).code == 0
        assert batos("clone", basket, "shape_ann").code == 0
        twin = batos("clone", basket, "shape_twin", "--deep", "--json").json()
        assert twin["address"] == "shape_twin"
        assert batos("set", "shape_ann.prices", "[5]").code == 0
        assert batos("send", "shape_ann", "total").json() == 5
        assert batos("send", basket, "total").json() == 3
        assert batos("parents", "shape_ann", "--json").json() == [basket]
        assert batos("parents", "shape_twin", "--json").json() == ["genesis"]
        assert batos("undo", f"{basket}.total").code == 0
        assert batos("send", "shape_twin", "total").json() == 3

    @pytest.mark.parametrize(
        ("name", "code", "told"),
        [
            ("genesis", 2, "The name 'genesis' is taken"),
            ("shape_basket", 2, "The name 'shape_basket' is taken"),
            ("slots", 1, "'slots' belongs to the kernel"),
            ("class", 1, "'class' cannot name a slot"),
            ("my basket", 1, "'my basket' cannot name a slot"),
            ("", 2, "'name' is empty"),
        ],
    )
    def test_a_name_that_is_taken_or_reserved(self, batos, basket, name, code, told):
        before = _names(batos)
        batos("new", name).sentence(code, told)
        batos("clone", basket, name).sentence(code, told)
        assert _names(batos) == before

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (["--set", "prices"], 2, "'prices' gives no slot a value"),
            (["--set", "=1"], 2, "'=1' gives no slot a value"),
            (["--set", "a b=1"], 2, "'a b=1' gives no slot a value"),
            (["--set", "a=1", "--set", "a=2"], 2, "The slot 'a' is given two values"),
            (["--set", "a=-", "--set", "b=-"], 2, "Standard input can be given once only"),
            (["--set", "a=[1"], 2, "begins like JSON"),
            (["--set", "a=007"], 2, "007"),
            (["--set", "a=@nowhere.json"], 2, "'nowhere.json' cannot be read"),
            (["--set", "send=1"], 1, "'send' belongs to the kernel"),
            (["--like", "nobody"], 2, "no object named 'nobody'"),
        ],
    )
    def test_first_values_that_cannot_be(self, batos, words, code, told):
        batos("new", "shape_box", *words, say="1").sentence(code, told)
        assert "shape_box" not in _names(batos)

    def test_one_first_value_may_come_from_standard_input(self, batos, basket):
        assert batos("new", "shape_box", "--set", "text=-", say="[1, 2]\n").code == 0
        assert batos("get", "shape_box.text").json() == [1, 2]


class TestValues:
    @pytest.mark.parametrize(
        ("words", "value"),
        [
            (["[1, 2]"], [1, 2]),
            (["-5"], -5),
            (["banana"], "banana"),
            (["42", "--text"], "42"),
            (["-5", "--text"], "-5"),
            (["2026-01-31", "--as", "date"], "2026-01-31"),
            (["2026-01-31T12:00", "--as", "date"], "2026-01-31T12:00:00"),
            (["12:00", "--as", "date"], "12:00:00"),
            (['["b", "a", "a"]', "--as", "set"], ["a", "b"]),
            (["--object", "genesis"], {"object": "genesis"}),
        ],
    )
    def test_set_and_get(self, batos, basket, words, value):
        done = batos("set", "shape_basket.owner", *words)
        assert (done.code, done.out) == (0, "")
        assert done.err.startswith("shape_basket.owner is set. To take it back: batos undo ")
        assert batos("get", "shape_basket.owner", "--json").json() == value
        assert batos("undo", basket).code == 0
        assert batos("get", "shape_basket.owner").out == "Ann\n"

    def test_json(self, batos, basket):
        told = batos("set", "shape_basket.owner", "Bo", "--json").json()
        assert (told["address"], sorted(told)) == (basket, ["address", "event"])
        gone = batos("unset", "shape_basket.owner", "--json").json()
        assert gone["event"] > told["event"]
        batos("get", "shape_basket.owner").sentence(2, "no slot named 'owner'")

    def test_a_file_comes_out_as_it_went_in(self, batos, basket, tmp_path):
        photo = tmp_path / "soup.jpg"
        photo.write_bytes(bytes(range(256)) * 100)
        assert batos("set", "shape_basket.photo", "--file", str(photo)).code == 0
        target = tmp_path / "again.jpg"
        told = batos("get", "shape_basket.photo", "--to", str(target))
        assert (told.code, told.out) == (0, "")
        assert f"25,600 bytes are in {target}." in told.err
        assert target.read_bytes() == photo.read_bytes()
        batos("get", "shape_basket.photo", "--to", str(tmp_path)).sentence(2, "cannot be written")
        assert batos("set", "shape_basket.photo", "small").code == 0
        assert batos("undo", basket).code == 0
        assert batos("get", "shape_basket.photo", "--to", str(target)).code == 0
        assert target.read_bytes() == photo.read_bytes()

    def test_a_file_goes_into_a_pipe_and_not_to_a_terminal(self, batos, basket, tmp_path, typed):
        note = tmp_path / "note.txt"
        note.write_text("soup", "utf-8")
        assert batos("set", "shape_basket.note", "--file", str(note)).code == 0
        assert batos("get", "shape_basket.note").out == "soup"
        assert batos("get", "shape_basket.note", "--json").json() == "soup"
        screen = typed("get", "shape_basket.note")
        screen.expect("shape_basket.note holds a file of 4 bytes.")
        screen.expect("batos get shape_basket.note --to FILE")
        assert screen.end() == 2

    def test_any_value_can_go_into_a_file(self, batos, basket, tmp_path):
        target = tmp_path / "prices.json"
        assert batos("get", "shape_basket.prices", "--to", str(target)).code == 0
        assert json.loads(target.read_text("utf-8")) == [1, 2]

    def test_what_was_unset_is_its_parents(self, batos, basket):
        assert batos("clone", basket, "shape_ann").code == 0
        assert batos("set", "shape_ann.owner", "Bo").code == 0
        gone = batos("unset", "shape_ann.owner")
        assert (gone.code, gone.out) == (0, "")
        assert "shape_ann.owner is not there any more." in gone.err
        assert batos("get", "shape_ann.owner").out == "Ann\n"

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (["set", "shape_basket.owner"], 2, "Give one value, or --object, or --file."),
            (["set", "shape_basket.owner", "1", "--object", "genesis"], 2, "Give one value"),
            (["set", "shape_basket.owner", "1", "--file", "x"], 2, "Give one value"),
            (["set", "shape_basket.owner", "--object", "genesis", "--as", "date"], 2, "no"),
            (["set", "shape_basket.owner", "--object", "nobody"], 2, "no object named 'nobody'"),
            (["set", "shape_basket.owner", "--file", "nowhere.jpg"], 2, "'nowhere.jpg' cannot be"),
            (["set", "shape_basket.owner", "--file", "."], 2, "cannot be read: Is a directory"),
            (["set", "shape_basket.owner", "soon", "--as", "date"], 2, "'soon' is no date"),
            (["set", "shape_basket.owner", "[1", "--as", "set"], 2, "begins like JSON"),
            (["set", "shape_basket.owner", "3", "--as", "set"], 2, "3 is no set"),
            (["set", "shape_basket.owner", "[[[]]]", "--as", "set"], 2, "is no set"),
            (["set", "shape_basket", "3"], 2, "'shape_basket' names no slot"),
            (["set", "shape_basket.", "3"], 2, "names no slot"),
            (["set", "nobody.owner", "3"], 2, "no object named 'nobody'"),
            (["set", "shape_basket.clone", "3"], 1, "'clone' belongs to the kernel"),
            (["set", "shape_basket._owner", "3"], 1, "'_owner' cannot name a slot"),
            (["get", "shape_basket"], 2, "'shape_basket' names no slot"),
            (["get", "shape_basket.nothing"], 2, "no slot named 'nothing'"),
            (["unset", "shape_basket"], 2, "'shape_basket' names no slot"),
            (["unset", "shape_basket.nothing"], 2, "no slot named 'nothing'"),
        ],
    )
    def test_what_cannot_be(self, batos, basket, words, code, told):
        before = batos("show", basket, "--json").json()["slots"]
        batos(*words).sentence(code, told)
        assert batos("show", basket, "--json").json()["slots"] == before

    def test_the_largest_file_fits_and_a_larger_one_is_refused(self, batos, basket, tmp_path):
        most = MAX_BODY - 4096
        film = tmp_path / "film.mp4"
        film.write_bytes(bytes(most))
        assert batos("set", "shape_basket.film", "--file", str(film)).code == 0
        film.write_bytes(bytes(most + 1))
        batos("set", "shape_basket.film", "--file", str(film)).sentence(
            2, f"has more than {most:,} bytes", "image.shaping.set('shape_basket.film', content)"
        )
        assert batos("get", "shape_basket.film", "--to", str(film)).code == 0
        assert film.stat().st_size == most

    def test_a_method_is_no_value(self, batos, basket):
        assert batos("define", f"{basket}.total", say=TOTAL).code == 0
        batos("set", "shape_basket.total", "3").sentence(1, "total")
        batos("get", "shape_basket.total").sentence(2, "is a method", "batos send shape_basket")
        batos("unset", "shape_basket.total").sentence(2, "is a method", "batos undo")


class TestNames:
    def test_an_object_is_renamed(self, batos, basket):
        done = batos("rename", basket, "shape_groceries")
        assert (done.code, done.out) == (0, "")
        assert "shape_basket is shape_groceries now. To take it back: batos undo " in done.err
        assert batos("get", "shape_groceries.owner").out == "Ann\n"
        told = batos("rename", "shape_groceries", basket, "--json").json()
        assert told["address"] == basket

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (["shape_basket", "genesis"], 2, "is taken"),
            (["shape_basket", "parents"], 1, "belongs to the kernel"),
            (["nobody", "shape_box"], 2, "no object named 'nobody'"),
            (["robin", "wren"], 2, "robin belongs to the image itself and is not renamed"),
        ],
    )
    def test_a_name_that_cannot_be_had(self, batos, basket, words, code, told):
        batos("rename", *words).sentence(code, told)
        assert basket in _names(batos)


class TestDeleting:
    def test_an_object_goes_and_comes_back(self, batos, basket):
        done = batos("delete", basket)
        assert (done.code, done.out) == (0, "")
        assert "shape_basket is taken away. To take it back: batos undo " in done.err
        batos("send", basket, "total", "--no-learn").sentence(2, "shape_basket")
        assert batos("undo", basket).code == 0
        assert batos("get", "shape_basket.prices").json() == [1, 2]
        told = batos("delete", basket, "--json").json()
        assert told["event"] > 0

    def test_one_that_others_delegate_to_stays(self, batos, basket):
        assert batos("clone", basket, "shape_ann").code == 0
        batos("delete", basket).sentence(
            2, "shape_ann delegates to it", "batos parents shape_ann --remove shape_basket"
        )

    @pytest.mark.parametrize("name", ["alfred", "brick", "genesis", "state_machine"])
    def test_personas_and_what_the_image_lives_by_stay(self, batos, name):
        batos("delete", name).sentence(2, "belongs to the image itself and is not taken away")
        assert name in _names(batos)


class TestParents:
    def test_they_are_shown_and_changed(self, batos, basket):
        assert batos("parents", basket).out == "genesis\n"
        assert batos("new", "shape_diary").code == 0
        done = batos("parents", basket, "--add", "shape_diary", "--remove", "genesis")
        assert (done.code, done.out) == (0, "")
        assert "shape_basket delegates to shape_diary now. To take it back" in done.err
        told = batos("parents", basket, "--remove", "shape_diary", "--json").json()
        assert told["parents"] == []
        assert batos("parents", basket).out == ""
        assert batos("undo", basket).code == 0
        assert batos("parents", basket, "--json").json() == ["shape_diary"]

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            (["shape_basket", "--add", "shape_basket"], 1, "cannot delegate to itself"),
            (["genesis", "--add", "shape_basket"], 1, "cannot delegate to itself"),
            (["shape_basket", "--add", "genesis"], 2, "delegates to genesis already"),
            (["shape_basket", "--remove", "robin"], 2, "no parent named 'robin'"),
            (["shape_basket", "--add", "nobody"], 2, "no object named 'nobody'"),
            (["shape_basket.prices"], 2, "shape_basket.prices is no object"),
            (["nobody"], 2, "no object named 'nobody'"),
        ],
    )
    def test_what_cannot_be(self, batos, basket, words, code, told):
        batos("parents", *words).sentence(code, told)
        assert batos("parents", basket).out == "genesis\n"

    def test_a_value_that_would_hide_a_method(self, batos, basket):
        assert batos("new", "shape_diary").code == 0
        owner = "def owner(self):\n    return 1\n"
        assert batos("define", "shape_diary.owner", say=owner).code == 0
        batos("parents", basket, "--add", "shape_diary").sentence(
            1, "would hide the method shape_diary.owner", "batos unset shape_basket.owner"
        )


class TestMoving:
    def test_a_method_goes_up_to_what_several_delegate_to(self, batos, basket):
        for name in ("shape_ann", "shape_bo"):
            assert batos("clone", basket, name).code == 0
            assert batos("define", f"{name}.total", say=TOTAL).code == 0
        done = batos("move", "shape_ann.total", basket)
        assert (done.code, done.out) == (0, "")
        said = "shape_basket.total is there, and no more in shape_ann, shape_bo. To take it back:"
        assert said in done.err
        assert batos("send", basket, "total").json() == 3
        assert batos("send", "shape_bo", "total").json() == 3
        assert batos("undo", f"{basket}.total").code == 0
        assert batos("where", "shape_bo.total").out.startswith("total is a method of shape_bo\n")
        told = batos("move", "shape_bo.total", basket, "--json").json()
        assert told["off"] == ["shape_bo", "shape_ann"]

    def test_what_cannot_be(self, batos, basket):
        assert batos("define", f"{basket}.total", say=TOTAL).code == 0
        batos("move", f"{basket}.total", "robin").sentence(2, "is neither above nor below")
        batos("move", f"{basket}.total", "genesis").sentence(2, "genesis lacks", "batos set")
        batos("move", f"{basket}.nothing", "genesis").sentence(2, "nothing")
        batos("move", f"{basket}.total", "nobody").sentence(2, "no object named 'nobody'")
        batos("move", basket, "genesis").sentence(2, "shape_basket")


@pytest.mark.parametrize(
    "words",
    [
        ("new", "x"),
        ("clone", "genesis", "x"),
        ("set", "genesis.x", "1"),
        ("unset", "genesis.x"),
        ("rename", "x", "y"),
        ("delete", "x"),
        ("parents", "x", "--add", "y"),
        ("move", "x.y", "z"),
    ],
)
def test_without_a_kernel_what_changes_something_says_so(alone, words):
    alone(*words).sentence(6, "No kernel is running", "batos up")
