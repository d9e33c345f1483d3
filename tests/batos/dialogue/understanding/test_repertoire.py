"""What an image offers to a sentence."""

import pytest

from batos.dialogue.understanding.repertoire import repertoire


@pytest.fixture
def image(home):
    image = home.open()
    image.shaping.new("list", slots={"items": []})
    image.handwork.define("list.add", "def add(self, item, times=1):\n    self.items = [item]\n")
    image.handwork.define("list.size", 'def size(self):\n    """Tell how many."""\n    return 1\n')
    image.shaping.new("ann_list", like="list")
    image.handwork.define("genesis.double", "def double(self, n):\n    return n * 2\n")
    return image


def test_methods_with_what_they_take(image):
    with image.session.read() as root:
        found = repertoire(root, "add tea to the list")
    assert [each.line for each in found.offers] == [
        "genesis.double(n)",
        "list.add(item, times)",
        "list.size()",
        "ann_list.add(item, times)",
        "ann_list.size()",
    ]
    add = found.offer("list.add")
    assert (add.needed, add.changes) == (1, True)
    size = found.offer("list.size")
    assert (size.doc, size.changes) == ("Tell how many.", False)
    assert found.offer("list.sing") is None
    # Those of the image itself and of its personas are nobody's to talk to.
    assert found.objects == ("genesis", "list", "ann_list")
    assert [each.address for each in found.nearest("double it", 1)] == ["genesis.double"]


def test_a_recipe_that_was_taken_over_lends_its_words(image):
    image.ask("write a method called vow that counts the vowels; 'ab' gives 1")
    with image.session.read() as root:
        assert repertoire(root, "count the vowels").offer("genesis.vow")
