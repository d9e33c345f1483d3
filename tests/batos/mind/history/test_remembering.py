"""What the memory holds of methods that come and go."""


def test_the_document_goes_and_comes(image, v):
    assert v.documents(image) >= {"method:genesis.treble", "method:genesis.square"}
    image.history.undo(["genesis.treble"])
    assert "method:genesis.treble" not in v.documents(image)
    assert "method:genesis.square" in v.documents(image)
    image.history.redo(["genesis.treble"])
    assert "method:genesis.treble" in v.documents(image)


def test_the_older_versions_document_comes_back(image, v):
    v.install(image, v.word("old"))
    image.history.undo(["genesis.treble"])
    image.history.redo(["genesis.treble"])
    with image.session.read() as root:
        document = root.memory["catalog"].get("method:genesis.treble")
        assert document.meta["source"] == image.show("genesis.treble")["source"]
        assert document.meta["verified"] == 2
        assert document.title == "Treble a figure"


def test_what_is_undone_is_what_it_was_word_for_word(image):
    def told():
        with image.session.read() as root:
            found = root.memory["catalog"].get("method:genesis.treble")
            return found.title, found.text, found.meta

    before = told()
    image.history.undo(["genesis.treble"])
    image.history.redo()
    assert told() == before


def test_nobody_delegates_to_what_was_taken_away(image, v):
    image.history.undo(["genesis.treble"])
    outcome = v.learn(image, "treble", v.TREBLE, receiver="robin")
    assert outcome.origin != "delegated"
