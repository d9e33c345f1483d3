"""Who delegates to whom, as a drawing that fits the screen."""

import pytest
from click.testing import CliRunner

from batos.cli.objects import tree as module
from batos.cli.terminal.layout import cells
from batos.wire.messages.objects import Objects


@pytest.fixture
def family(batos):
    """A basket that two are like, one of which is like a diary, too; taken away in the end."""
    assert batos("new", "tree_basket", "--set", "prices=[]").code == 0
    total = "def total(self):\n    return sum(self.prices)\n"
    assert batos("define", "tree_basket.total", say=total).code == 0
    assert batos("new", "tree_diary").code == 0
    for name in ("tree_ann", "tree_bo"):
        assert batos("clone", "tree_basket", name).code == 0
    assert batos("clone", "tree_bo", "tree_bo_old").code == 0
    assert batos("parents", "tree_bo", "--add", "tree_diary").code == 0
    yield
    for name in ("tree_bo_old", "tree_bo", "tree_ann", "tree_diary", "tree_basket"):
        assert batos("delete", name).code == 0


def test_the_heirs_of_an_object_stand_below_it(batos, family):
    assert batos("tree", "tree_basket").out.splitlines() == [
        "tree_basket  total",
        "├─ tree_ann",
        "└─ tree_bo",
        "   └─ tree_bo_old",
    ]


def test_all_are_drawn_and_what_is_below_one_is_drawn_once(batos, family):
    lines = batos("tree").out.splitlines()
    assert lines[0] == "traits"
    names = [line.split("─ ")[-1].split("  ")[0] for line in lines]
    assert names.count("tree_bo") == names.count("tree_bo …") == 1
    assert names.count("tree_bo_old") == 1
    assert {row["name"] for row in batos("objects", "--json").json()} <= set(names)


def test_json_has_each_object_once_in_the_same_order(batos, family):
    rows = batos("tree", "tree_basket", "--json").json()
    assert [(row["name"], row["depth"]) for row in rows] == [
        ("tree_basket", 0),
        ("tree_ann", 1),
        ("tree_bo", 1),
        ("tree_bo_old", 2),
    ]
    assert rows[0]["methods"] == ["total"]
    assert rows[0]["heirs"] == ["tree_ann", "tree_bo"]
    assert rows[2]["parents"] == ["tree_basket", "tree_diary"]
    every = [row["name"] for row in batos("tree", "--json").json()]
    assert len(every) == len(set(every)) == len(batos("objects", "--json").json())


def test_what_is_not_there(batos):
    batos("tree", "tree_nobody").sentence(2, "no object named 'tree_nobody'", "batos objects")


def test_the_image_of_a_system_that_is_down_has_a_tree_too(awake, h, capfd, monkeypatch):
    answer = awake.batos("tree", "robin")
    assert (answer.code, answer.out.split()[0]) == (0, "robin")
    assert "The system is down" in answer.err


@pytest.fixture
def drawn(monkeypatch):
    """Returns the lines of a drawing of some objects, given as names of their parents."""

    def draw(parents, *words, methods=(), aside=(), width=None):
        rows = [
            {
                "name": name,
                "oid": number,
                "parents": list(each),
                "methods": list(methods),
                "set_aside": "it hung" if name in aside else "",
            }
            for number, (name, each) in enumerate(parents.items())
        ]

        class Image:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                pass

            def request(self, _asked):
                return Objects(rows)

        monkeypatch.setattr(module, "looking", Image)
        env = {"COLUMNS": str(width) if width else None}
        done = CliRunner().invoke(module.tree, [*words], env=env, catch_exceptions=False)
        return done.output.splitlines()

    return draw


def test_a_chain_of_thousands_is_drawn(drawn):
    chain = {"n0": []} | {f"n{k}": [f"n{k - 1}"] for k in range(1, 3000)}
    lines = drawn(chain)
    assert len(lines) == 3000
    assert lines[2999].endswith("└─ n2999")
    narrow = drawn(chain, width=60)
    assert len(narrow) == 3000
    assert max(map(cells, narrow)) <= 60
    assert narrow[2999].startswith("… ")
    assert len(drawn(chain, "--json")) == 1


def test_many_ways_to_the_same_object_are_drawn_once(drawn):
    ladder = {"a0": [], "b0": []}
    for k in range(1, 60):
        ladder |= {f"{side}{k}": [f"a{k - 1}", f"b{k - 1}"] for side in "ab"}
    assert len(drawn(ladder)) < 300


def test_a_thousand_heirs_stand_below_one_another(drawn):
    lines = drawn({"root": []} | {f"heir{k}": ["root"] for k in range(1000)}, width=40)
    assert len(lines) == 1001
    assert lines[-1] == "└─ heir999"


def test_methods_go_on_below_their_object_where_the_line_ends(drawn):
    methods = [f"method_number_{k}" for k in range(20)]
    lines = drawn({"root": [], "heir": ["root"], "last": ["root"]}, methods=methods, width=50)
    assert max(map(cells, lines)) <= 50
    assert lines[0].startswith("root  method_number_0, ")
    assert lines[1].startswith("│  method_number_")
    heir = next(number for number, line in enumerate(lines) if line.startswith("├─ heir"))
    assert lines[heir + 1].startswith("│     method_number_")
    assert lines[-1].startswith("      ")
    assert lines[-1].endswith("more")


def test_a_name_that_is_longer_than_the_line_stays_whole(drawn):
    name = "n" * 90
    lines = drawn({name: [], "heir": [name]}, methods=["total"], width=40)
    assert lines == [name, "│  total", "└─ heir  total"]


def test_one_that_is_set_aside_is_marked_and_keeps_its_place(drawn):
    lines = drawn({"root": [], "stuck": [], "heir": ["@1"]}, aside=["stuck"])
    assert lines == ["root", "stuck  (set aside)", "└─ heir"]


def test_what_delegates_to_an_object_without_a_name_is_drawn_below_its_number(drawn):
    assert drawn({"root": [], "heir": ["@812"]}) == ["root", "@812", "└─ heir"]


def test_what_would_steer_a_terminal_is_not_printed(drawn):
    assert drawn({"a\x1b[2Jb": []}) == ["a\ufffd[2Jb"]
