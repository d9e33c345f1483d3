"""Sources by name, and which catalog their documents are in."""

import pytest

from batos.errors import UnknownNameError, UsageError
from batos.image import Session
from batos.memory.catalogs import catalogs
from batos.memory.documents.sources import Source, catalog_for, found_source, sources


def fill(root):
    for name in ("/a/notes.md", "/b/notes.md", "/b/list.txt"):
        sources(root, make=True)[name] = Source(name)
    catalog_for(root, "document:1")


def test_one_is_found_by_its_name_or_its_end(session: Session):
    session.change(fill, note="sources")
    with session.read() as root:
        assert found_source(root, "/a/notes.md").name == "/a/notes.md"
        assert found_source(root, "list.txt").name == "/b/list.txt"
        with pytest.raises(UsageError, match=r"Several sources end with 'notes\.md'"):
            found_source(root, "notes.md")
        with pytest.raises(UnknownNameError, match="nothing"):
            found_source(root, "nothing")


def test_golden_pairs_are_with_those_of_the_personas(session: Session):
    session.change(fill, note="sources")
    with session.read() as root:
        assert catalog_for(root, "golden:1") is root.memory["catalog"]
        assert catalog_for(root, "document:1") is root.memory["library"]
        assert catalogs(root) == [root.memory["library"], root.memory["catalog"]]


def test_an_image_from_before_has_none(session: Session):
    with session.read() as root:
        assert list(sources(root)) == []
        assert len(catalogs(root)) == 1
