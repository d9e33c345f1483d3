"""Objects into an image: a whole graph, or nothing."""

import pytest
from ZODB.blob import Blob

from batos.errors import TravelError, UsageError
from batos.image import history
from batos.objects import UvmObject

TOTAL = "def total(self):\n    return sum(self.price(name) for name in self.items)\n"
PRICE = "def price(self, name):\n    return self.prices.get(name, 0)\n"


def shop(t):
    """Return what makes a small graph with a circle, a nameless object, methods and a blob."""

    def work(root):
        shop = root.add(
            "shop", UvmObject(parents=(root.find("traits"),), prices={"fig": 3, 7: None})
        )
        basket = root.add("basket", UvmObject(parents=(shop,), items=["fig", "fig"], shop=shop))
        clerk = UvmObject(parents=(root.find("genesis"), shop), serves=[(basket, {1, 2})])
        shop.clerk = clerk
        shop.open = {"basket": basket, "hours": (9, 17)}
        picture = Blob()
        root.connection.add(picture)
        with picture.open("w") as file:
            file.write(b"\x89PNG\x00")
        shop.picture = picture
        basket.picture = picture
        for obj, source, examples in (
            (shop, PRICE, [t.example("fig", result=3)]),
            (basket, TOTAL, [t.example(result=6)]),
        ):
            history.install(root, obj, t.method(source, examples), user="test")

    return work


@pytest.fixture
def there(t):
    opened = t.image("there")
    opened.session.change(shop(t), note="test")
    t.teach(opened, "def hum(self):\n    return 'hm'\n", [t.example(result="hm")], "shop")
    return opened


@pytest.fixture
def here(t):
    return t.image("here")


@pytest.fixture
def folder(t, there):
    return t.graph(there, "basket", "shop")


def names(image):
    return {row["name"] for row in image.objects()}


def test_what_belongs_together_is_exported_together(there):
    exported = there.skills.export_objects(["basket", "shop"])
    assert [row["id"] for row in exported.rows] == ["basket", "shop", "object_1"]
    assert exported.outside == ("genesis", "traits")
    assert exported.notes == ()
    assert sorted(path for path in exported.files if not path.startswith("blobs/")) == [
        "methods/basket.total.py",
        "methods/shop.hum.py",
        "methods/shop.price.py",
        "objects/basket.toml",
        "objects/object_1.toml",
        "objects/shop.toml",
    ]
    assert sum(path.startswith("blobs/") for path in exported.files) == 1


def test_a_graph_comes_in_whole(t, folder, here):
    report = t.take_objects(here, folder)
    assert {row["status"] for row in report.rows} == {"imported"}
    assert report.whole
    assert here.send("basket", "total") == 6
    with here.session.read() as root:
        shop, basket = root.find("shop"), root.find("basket")
        assert basket.parents == (shop,)
        assert basket.shop is shop
        assert shop.parents == (root.find("traits"),)
        assert shop.clerk.parents == (root.find("genesis"), shop)
        assert shop.clerk.serves == [(basket, {1, 2})]
        assert list(shop.open) == ["basket", "hours"]
        assert (shop.open["basket"], shop.open["hours"]) == (basket, (9, 17))
        assert list(shop.prices.items()) == [("fig", 3), (7, None)]
        assert shop.picture is basket.picture
        with shop.picture.open("r") as file:
            assert file.read() == b"\x89PNG\x00"
        assert history.events_of(root, basket, "total")[0].kind == "import"


def test_the_same_graph_is_exported_from_where_it_came_in(t, there, folder, here):
    t.take_objects(here, folder)
    first = there.skills.export_objects(["basket", "shop"]).files
    again = here.skills.export_objects(["basket", "shop"]).files
    assert {path: data for path, data in again.items() if not path.startswith("methods/")} == {
        path: data for path, data in first.items() if not path.startswith("methods/")
    }


def test_a_dry_run_changes_nothing(t, folder, here):
    before = names(here)
    report = t.take_objects(here, folder, dry_run=True)
    assert {row["status"] for row in report.rows} == {"ready"}
    assert names(here) == before


def test_a_name_in_use_is_a_conflict_and_a_new_name_mends_it(t, folder, here):
    t.take_objects(here, folder)
    report = t.take_objects(here, folder)
    found = {row["address"]: row["status"] for row in report.rows}
    assert (found["basket"], found["shop"]) == ("conflict", "conflict")
    assert "--as basket=NAME" in report.rows[0]["reason"]
    assert not report.whole
    report = t.take_objects(here, folder, {"basket": "genesis"})
    (row,) = [row for row in report.rows if row["address"] == "genesis"]
    assert "--as basket=NAME" in row["reason"], "as it is named in the parcel"
    report = t.take_objects(here, folder, {"basket": "basket2", "shop": "shop2"})
    assert report.whole
    with here.session.read() as root:
        assert root.find("basket2").shop is root.find("shop2")
        assert root.find("basket").shop is root.find("shop")


def test_genesis_is_not_overwritten(t, there, here):
    folder = t.graph(there, "genesis", name="first")
    before = here.show("genesis")
    report = t.take_objects(here, folder)
    assert report.rows[0]["status"] == "conflict"
    assert here.show("genesis") == before
    assert t.take_objects(here, folder, {"genesis": "other_genesis"}).whole


@pytest.mark.parametrize(
    ("renames", "reason"),
    [
        ({"nobody": "x"}, "no object named 'nobody'"),
        ({"basket": "_x"}, "cannot name"),
        ({"basket": "send"}, "cannot name"),
    ],
)
def test_new_names_must_be_names(t, folder, here, renames, reason):
    with pytest.raises(UsageError, match=reason):
        t.take_objects(here, folder, renames)


def test_two_objects_do_not_get_one_name(t, folder, here):
    with pytest.raises(TravelError, match="is named 'shop', as"):
        t.take_objects(here, folder, {"basket": "shop"})


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("basket.toml", 'id = "shop"', 'id = "gone"', "'gone', which is not there"),
        ("shop.toml", 'name = "traits"', 'name = "gone"', "'gone', which is not in this image"),
        ("shop.toml", 'name = "traits"', 'id = "basket"', "delegate to itself"),
        ("shop.toml", 'name = "traits"', 'id = "shop"', "delegate to itself"),
        ("shop.toml", '{ "$" = "object", name = "traits" }', '{ "$" = "none" }', "damaged|parents"),
        ("basket.toml", "items = ", "total = ", "a value under its name"),
        ("basket.toml", "items = ", "parents = ", "no name"),
        ("basket.toml", '["fig", "fig"]', '{ "$" = "nonsense", v = 1 }', "its slot 'items'"),
        ("basket.toml", '["fig", "fig"]', '{ "$" = "dict", v = [[nan, 1]] }', "NaN"),
        ("total.py", 'receiver = "basket"', 'receiver = "genesis"', "not in the parcel"),
    ],
)
def test_a_graph_that_does_not_hold_together_is_refused(t, folder, here, name, old, new, reason):
    before = names(here)
    text = folder.file(name).read_text("utf-8")
    assert old in text
    folder.rewrite(lambda text: text.replace(old, new), name)
    with pytest.raises(TravelError, match=reason) as error:
        t.take_objects(here, folder)
    assert folder.file(name).name in error.value.message or "parcel" in error.value.message
    assert names(here) == before


def test_a_blob_that_is_missing_is_refused(t, folder, here):
    folder.file(".blob").unlink()
    folder.seal()
    with pytest.raises(TravelError, match="blobs/"):
        t.take_objects(here, folder)


def test_a_method_that_lies_keeps_the_whole_graph_outside(t, folder, here):
    before = names(here)
    folder.rewrite(lambda text: text.replace("result = 6", "result = 7"), "total")
    report = t.take_objects(here, folder)
    found = {row["address"]: row["status"] for row in report.rows}
    assert found["basket.total"] == "refused"
    assert {found["basket"], found["shop.price"]} == {"not imported"}
    assert names(here) == before


def test_a_method_without_an_example_needs_a_word_of_the_user(t, there, here):
    t.teach(there, "def hush(self):\n    return ''\n", receiver="shop")
    folder = t.graph(there, "basket", "shop", name="more")
    assert not t.take_objects(here, folder).whole
    assert t.take_objects(here, folder, untested=True).whole


def test_what_cannot_travel_is_named(there):
    with pytest.raises(TravelError, match="slot 'catalog' of memory"):
        there.skills.export_objects(["memory"])
    with pytest.raises(UsageError, match="No object"):
        there.skills.export_objects([])
    with there.session.read() as root:
        number = int.from_bytes(root.find("shop").clerk._p_oid, "big")
    with pytest.raises(UsageError, match="has no name"):
        there.skills.export_objects([f"@{number}"])


def test_methods_are_not_taken_for_objects(t, there, here):
    with pytest.raises(TravelError, match="batos skills import"):
        t.take_objects(here, t.exported(there))


def test_a_parent_that_takes_no_new_methods_keeps_them_outside(t, folder, here):
    here.approvals.set_policy("traits", "never")
    with pytest.raises(TravelError, match="traits takes no new methods"):
        t.take_objects(here, folder)


def test_names_that_differ_in_capitals_are_different_objects(t, there, here):
    def work(root):
        root.add("Shop", UvmObject(size=1))
        root.add("SHOP", UvmObject(size=2))

    there.session.change(work, note="test")
    folder = t.graph(there, "shop", "basket", "Shop", "SHOP", name="capitals")
    assert t.take_objects(here, folder).whole
    with here.session.read() as root:
        assert (root.objects["Shop"].size, root.objects["SHOP"].size) == (1, 2)


class TestProvenByOthers:
    PUT = "def put(self, x):\n    self.held = [*self.held, x]\n    self._p_changed = True\n"
    HELD = "def sum_held(self):\n    return sum(self.held)\n"

    @pytest.fixture
    def crate(self, t, there):
        """Exports a crate whose sum has these examples."""

        def export(*examples, name):
            there.shaping.new("crate", slots={"held": []})
            t.teach(there, self.PUT, receiver="crate")
            t.teach(there, self.HELD, examples, receiver="crate")
            return t.graph(there, "crate", name=name)

        return export

    def story(self, t, result):
        earlier = [{"selector": "put", "args": [2]}, {"selector": "put", "args": [3]}]
        return t.example(earlier=earlier, state={"held": []}, result=result)

    def test_what_the_example_of_another_one_calls_first_is_proven_by_it(self, t, crate, here):
        report = t.take_objects(here, crate(self.story(t, 5), name="whole"))
        assert report.whole
        assert not any(row["warnings"] for row in report.rows)
        assert here.send("crate", "sum_held") == 0

    def test_an_example_that_is_wrong_proves_nothing(self, t, crate, here):
        report = t.take_objects(here, crate(self.story(t, 6), name="wrong"))
        reasons = {row["address"]: row["reason"] for row in report.rows}
        assert "is not true" in reasons["crate.sum_held"]
        assert "--untested" in reasons["crate.put"]
        assert "crate" not in names(here)

    def test_one_that_calls_nothing_else_proves_itself_only(self, t, crate, here):
        alone = t.example(state={"held": []}, result=0)
        report = t.take_objects(here, crate(alone, name="alone"))
        reasons = {row["address"]: row["reason"] for row in report.rows}
        assert "--untested" in reasons["crate.put"]
