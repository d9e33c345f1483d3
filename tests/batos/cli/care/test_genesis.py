"""Awakening an image by hand."""


def test_genesis_is_told_first_and_done_once(alone, still):
    before = alone("genesis", "--dry-run", "--json").json()
    assert {step["done"] for step in before} == {"new"}
    lines = alone("genesis", "--dry-run")
    assert lines.out.splitlines()[0].split() == ["name", "done", "summary"]
    assert lines.err == f"{len(before)} of {len(before)} steps would run.\n"
    done = alone("genesis")
    assert (done.code, done.err) == (0, f"{len(before)} of {len(before)} steps ran.\n")
    assert {step["done"] for step in alone("genesis", "--json").json()} == {"kept"}
    assert alone("genesis", "--dry-run").err == f"0 of {len(before)} steps would run.\n"


def test_an_image_that_another_process_has_is_told(batos, shared):
    for words in (["genesis"], ["genesis", "--dry-run"]):
        batos(*words).sentence(3, "is open in another process", "batos down")
