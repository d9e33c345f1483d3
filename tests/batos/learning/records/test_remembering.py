"""What the memory holds of methods and missions; methods of one rank in the order of their use."""

import pytest

from batos.errors import UnknownNameError
from batos.image import history
from batos.learning.records.remembering import (
    forget_mission,
    in_order_of_use,
    remember_missions,
)
from batos.memory import Document, Hit
from batos.memory.catalogs import catalog_of, own_catalog
from batos.memory.intake import Onlooker
from batos.objects import UvmObject, methods_of


def test_of_equals_the_one_that_was_used_with_success_is_first(home):
    image = home.open()
    image.session.change(lambda root: root.add("box", UvmObject()), note="test")
    for name in ("abc", "bcd", "cde"):
        image.handwork.define(f"box.{name}", f"def {name}(self):\n    return 1\n")
    with image.session.read() as root:
        oids = {name: each._p_oid for name, each in methods_of(root.find("box")).items()}
    counter = history.UsageCounter(image.session, pause=3600)
    for failed in ([], [], [oids["bcd"]], [oids["bcd"]], [oids["bcd"]]):
        counter.add([oids["bcd"]], failed)
    for _ in range(3):
        counter.add([oids["cde"]], [])
    counter.close()

    def hit(name, score, receiver="box"):
        return Hit(name, "method", name, name, score, {"receiver": receiver, "selector": name})

    def ordered(*hits):
        return [each.key for each in in_order_of_use(image.session, hits, lambda hit: hit.score)]

    assert ordered(hit("abc", 0.5), hit("bcd", 0.5), hit("cde", 0.5)) == ["cde", "bcd", "abc"]
    assert ordered(hit("abc", 0.7), hit("cde", 0.5)) == ["abc", "cde"]
    assert ordered(hit("abc", 0.0), hit("cde", 0.0)) == ["abc", "cde"]
    assert ordered(hit("gone", 0.5, "nobody"), hit("cde", 0.5)) == ["cde", "gone"]


def missions(image, user="user"):
    found, _ = image.memory.search(
        "counts the vowels, trebles", kinds=("mission",), by="words", user=user
    )
    return {each.hit.title: each.hit.text for each in found}


def test_missions_are_remembered_and_those_of_a_method_go_and_come_with_it(home, m):
    image = home.open(m.Coder("    return 0\n"), cycle__repairs=0)
    image.ask("write a method that counts the vowels in a text; 'ab' gives 1")
    image.ask("write a method that trebles; 3 gives 9")
    counts, trebles = sorted(missions(image))
    assert missions(image)[counts].startswith("genesis.count_vowels was learned: ")
    assert "Nothing was learned: " in missions(image)[trebles]
    assert "it gave 0" in missions(image)[trebles]
    image.history.undo("genesis.count_vowels")
    assert list(missions(image)) == [trebles]
    image.history.redo("genesis.count_vowels")
    assert sorted(missions(image)) == [counts, trebles]


def test_a_mission_of_which_nothing_came_is_of_the_one_who_asked_alone(home, m):
    image = home.open(m.Coder("    return 0\n"), cycle__repairs=0)
    image.ask("write a method that trebles; 3 gives 9", user="ann")
    image.ask("write a method that counts the vowels in a text; 'ab' gives 1", user="ann")
    learned, failed = sorted(missions(image, "ann"))
    assert [*missions(image, " ann ")] == [*missions(image, "ann")]
    assert [*missions(image, "bob")] == [learned]
    found, _ = image.memory.search(failed, user="ann", kinds=["mission"], by="words")
    key = found[0].hit.key
    with pytest.raises(UnknownNameError):
        image.memory.forget(key, Onlooker(user="bob"))
    assert image.memory.forget(key, Onlooker(user="ann")).name == key
    assert [*missions(image, "ann")] == [learned]


def test_what_failed_was_everybodys_in_an_older_image(home, m):
    image = home.open(m.Coder("    return 0\n"), cycle__repairs=0)
    image.ask("write a method that trebles; 3 gives 9", user="ann")
    before = missions(image, "ann")

    def older(root):
        [document] = own_catalog(root, "ann").documents("mission")
        own_catalog(root, "ann").remove(document.key)
        root.cycles.clear()
        old = Document(document.key, "mission", document.title, document.text, document.meta)
        catalog_of(root, "missions").add(old)

    image.session.change(older, note="from before")
    assert missions(image, "bob") == before
    image.session.change(remember_missions, note="genesis")
    assert missions(image, "bob") == {}
    assert missions(image, "ann") == before


def test_a_retention_forgets_a_mission_of_ones_own_as_well(home, m):
    image = home.open(m.Coder("    return 0\n"), cycle__repairs=0)
    cycle = image.ask("write a method that trebles; 3 gives 9", user="ann").outcome.cycle
    assert missions(image, "ann")
    image.session.change(lambda root: forget_mission(root, cycle), note="retention")
    assert missions(image, "ann") == {}


def test_an_image_from_before_remembers_its_missions(home):
    image = home.open()
    image.ask("write a method that counts the vowels in a text; 'ab' gives 1")
    before = missions(image)

    def forget(root):
        del root.memory["missions"]

    image.session.change(forget, note="from before")
    assert missions(image) == {}
    image.session.change(remember_missions, note="genesis")
    assert missions(image) == before
