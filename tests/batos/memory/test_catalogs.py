"""Which catalogs an image has, and who may see what is in each."""

from batos.memory import Document
from batos.memory.catalogs import catalog_of, catalogs, kinds_of, own_catalog, seen_by


def test_what_a_person_said_is_seen_by_them_alone(session):
    def say(root):
        catalog_of(root, "library").add(Document("d", "document", "", "a rose"))
        own_catalog(root, "ann").add(Document("f", "fact", "", "I love roses"))

    session.change(say, note="said")
    with session.read() as root:
        assert [len(each) for each in seen_by(root, "ann")] == [1, 0, 1]
        assert [len(each) for each in seen_by(root, "bob")] == [1, 0]
        assert len(catalogs(root)) == 3
        assert kinds_of(root) == {"document": 1, "fact": 1}
