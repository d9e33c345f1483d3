"""The memory as a whole: documents come, are found, and are forgotten, really."""

import pytest

from batos.errors import BackendError, CancelledError, UnknownNameError, UsageError
from batos.memory import Document, LocalEmbedding
from batos.memory.catalogs import catalogs, own_catalog
from batos.memory.documents.reading import read_file
from batos.memory.fractal import FractalMemory
from batos.memory.intake import Onlooker

from .word_bag import WordBag, word_bag

GARDEN = "# Roses\n\nThe rose beside the gate is red.\n\n# Tools\n\nThe spade stands in the shed.\n"


@pytest.fixture
def memory(session):
    return FractalMemory(session, word_bag(), largest=1 << 20)


@pytest.fixture
def garden(memory, tmp_path):
    file = tmp_path / "garden.md"
    file.write_text(GARDEN, "utf-8")
    memory.add(file)
    return str(file)


def titles(found):
    return [each.hit.title for each in found[0]]


def test_what_was_added_is_found_with_its_source_and_its_words_marked(memory, garden):
    found, remark = memory.search("a red rose")
    assert remark == ""
    assert found[0].hit.title == "garden.md > Roses"
    assert found[0].source == garden
    marked = [found[0].snippet.text[begin:end] for begin, end in found[0].snippet.marks]
    assert marked == ["rose", "red"]


def test_a_search_is_narrowed_by_kind_source_and_way(memory, garden, session):
    session.change(
        lambda root: root.memory["catalog"].add(Document("m", "method", "Water a rose.", "")),
        note="a method",
    )
    assert titles(memory.search("rose", kinds=["method"])) == ["Water a rose."]
    assert titles(memory.search("rose", source="garden", by="words")) == ["garden.md > Roses"]
    assert titles(memory.search("rose", source="kitchen")) == []
    assert titles(memory.search("stands the shed", by="meaning", limit=1)) == ["garden.md > Tools"]
    with pytest.raises(UsageError, match="no search by 'luck'"):
        memory.search("rose", by="luck")
    with pytest.raises(UsageError, match="nothing to search"):
        memory.search("  ")


def test_a_search_is_narrowed_by_what_documents_say_of_themselves(memory, garden):
    lines = b'{"text": "A rose of Ann.", "author": "Ann"}\n{"text": "A rose.", "author": "Bob"}'
    memory.add_content("lines.jsonl", lines)
    [found], remark = memory.search("rose", where={"author": "ann"})
    assert (found.hit.text, found.known, remark) == ("A rose of Ann.", {"author": "Ann"}, "")
    assert memory.search("rose", where={"author": "Zoe"}) == ([], "")
    said = "Nothing in the memory has a 'autor'. Did you mean 'author'?"
    assert memory.search("rose", where={"autor": "Ann"}) == ([], said)


def test_a_kind_that_nothing_is_of_is_told_with_those_there_are(memory, garden, session):
    said = "Nothing in the memory is of the kind 'nonsense'. There are document."
    assert memory.search("rose", kinds=["nonsense"]) == ([], said)
    assert titles(memory.search("rose", kinds=["nonsense", "document"], by="words")) == [
        "garden.md > Roses"
    ]


def test_who_searches_is_named_as_in_the_records(memory, session):
    fact = Document("f", "fact", "", "Ann has a rose.")
    session.change(lambda root: own_catalog(root, "Ann").add(fact), note="told")
    assert len(memory.search("rose", user="  Ann ", by="words")[0]) == 1
    assert memory.show("f", user="  Ann ")[0].name == "f"
    assert memory.search("rose", user="ann", by="words")[0] == []


def test_sources_are_listed_and_shown(memory, garden):
    [facts] = memory.sources()
    assert (facts.name, facts.form, facts.passages, facts.complete) == (garden, "markdown", 2, True)
    shown, passages = memory.show("garden.md")
    assert shown == facts
    assert [each.text for each in passages] == [
        "The rose beside the gate is red.",
        "The spade stands in the shed.",
    ]
    assert len(memory.show("garden.md", limit=1)[1]) == 1


def test_a_folder_comes_whole_and_tells_what_it_leaves_out(memory, tmp_path):
    (tmp_path / "a.md").write_text("An apple.", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    told = []
    added = memory.add(tmp_path, Onlooker(tell=lambda what, share: told.append(share)))
    assert [bool(each.refused) for each in added] == [False, True]
    assert "is no text" in added[1].refused[0]
    assert told == sorted(told)
    with pytest.raises(UsageError, match="is no text"):
        memory.add(tmp_path / "b.txt")


def test_a_fault_of_one_file_leaves_the_rest_of_a_folder(memory, tmp_path, monkeypatch):
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text(f"The file {name}.", "utf-8")

    def failing(path, largest):
        if path.name == "b.md":
            raise MemoryError
        return read_file(path, largest)

    monkeypatch.setattr("batos.memory.fractal.read_file", failing)
    added = memory.add(tmp_path)
    assert [each.refused for each in added] == [(), ("It cannot be read: MemoryError.",), ()]
    assert [each.passages for each in added] == [1, 0, 1]
    with pytest.raises(MemoryError):
        memory.add(tmp_path / "b.md")


def test_what_is_too_large_is_refused(memory):
    with pytest.raises(UsageError, match="'big' has 2 MiB; a document may have 1"):
        memory.add_content("big", b"x" * (2 << 20))


def test_what_is_forgotten_is_gone_from_the_file_after_a_pack(memory, session, tmp_path):
    memory.add_content("letter.txt", b"The hovercraft of Aunt Philomena is full of eels.")
    memory.add_content("kept.txt", b"The gate is green.")
    rows = word_bag().vectors(
        ["letter.txt\nThe hovercraft of Aunt Philomena is full of eels."],
        __import__("batos.inference", fromlist=["CancelToken"]).CancelToken(),
    )
    secrets = [b"hovercraft", b"Philomena", b"letter.txt", rows.astype("<f2").tobytes()]
    file = tmp_path / "live_image.fs"
    assert all(secret in file.read_bytes() for secret in secrets)
    assert memory.forget("letter.txt").passages == 1
    session.database.pack()
    content = file.read_bytes()
    assert [secret for secret in secrets if secret in content] == []
    assert titles(memory.search("gate")) == ["kept.txt"]
    with pytest.raises(UnknownNameError):
        memory.forget("letter.txt")


def test_a_forgetting_that_was_stopped_goes_on(memory, session, garden, monkeypatch):
    monkeypatch.setattr("batos.memory.fractal._FORGOTTEN", 1)
    looks = iter([False])
    with pytest.raises(CancelledError, match="1 passage is left"):
        memory.forget(garden, Onlooker(stopped=lambda: next(looks, True)))
    assert memory.status().incomplete == (garden,)
    memory.forget(garden)
    assert memory.sources() == []
    with session.read() as root:
        assert [fault for each in catalogs(root) for fault in each.faults()] == []


def test_another_embedder_is_noticed_and_mended(memory, session, garden):
    assert memory.status().lacking == 0
    other = FractalMemory(session, LocalEmbedding("other", lambda: WordBag(32)))
    status = other.status()
    assert (status.embedder, status.lacking) == ("other bag 32", 2)
    assert status.remark == (
        "The embedder is another one than before: 2 documents have no vector; "
        "batos memory reembed makes them."
    )
    assert titles(other.search("rose", by="both")) == ["garden.md > Roses"]
    assert other.catch_up() == 0
    assert other.reembed() == 2
    status = other.status()
    assert (status.spaces, status.lacking, status.remark) == ({"other bag 32": 2}, 0, "")
    assert titles(other.search("stands the shed", by="meaning", limit=1)) == ["garden.md > Tools"]
    assert other.reembed() == 0


def test_without_an_embedder_it_works_by_words_and_says_so(session):
    def missing():
        raise BackendError("There is none.", hint="Install one.")

    memory = FractalMemory(session, LocalEmbedding("none", missing))
    memory.add_content("garden.md", GARDEN.encode())
    assert titles(memory.search("rose")) == ["garden.md > Roses"]
    assert memory.search("rose")[1] == "There is none."
    assert memory.search("rose", by="words")[1] == ""
    assert memory.status().remark == "There is none. Install one."
    for ask in (lambda: memory.search("rose", by="meaning"), memory.reembed):
        with pytest.raises(BackendError):
            ask()
