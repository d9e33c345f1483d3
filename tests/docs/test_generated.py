"""What is generated is up to date, and whole."""

import pytest

from batos.errors import BatosError, ExitCode


def test_the_generated_pages_are_up_to_date(generator):
    stale = [path.name for path, text in generator.pages() if generator._read(path) != text]
    assert not stale, "run: make docs"


def test_check_tells_by_its_exit_code(generator, capsys):
    assert generator.main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_check_names_what_is_out_of_date(generator, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(generator, "ROOT", tmp_path)
    monkeypatch.setattr(generator, "pages", lambda: [(tmp_path / "a" / "page.md", "text\n")])
    assert generator.main(["--check"]) == 1
    assert "a/page.md: out of date" in capsys.readouterr().err
    assert generator.main(["--write"]) == 0
    assert (tmp_path / "a" / "page.md").read_text("utf-8") == "text\n"
    assert generator.main(["--check"]) == 0


def test_every_error_of_the_tree_is_listed(generator):
    import batos.inference
    import batos.wire.faults  # noqa: F401 - its classes join the tree

    def tree(cls):
        yield cls
        for each in cls.__subclasses__():
            yield from tree(each)

    own = {each for each in tree(BatosError) if each.__module__.startswith("batos.")}
    listed = set(generator.error_classes())
    assert {each for each in own if "code" in vars(each)} == listed
    assert set(generator._EXITS) == set(ExitCode)
    assert set(generator._KERNEL_EXITS) == set(generator.KernelExit)


def test_a_fragment_that_does_not_tell_its_kind_is_named(generator, monkeypatch, tmp_path):
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "topic.improved.md").write_text("It is better.\n", "utf-8")
    monkeypatch.setattr(generator, "ROOT", tmp_path)
    with pytest.raises(ValueError, match=r"topic\.improved\.md"):
        generator.unreleased()


def test_fragments_are_sorted_into_their_kinds(generator, monkeypatch, tmp_path):
    (tmp_path / "changes").mkdir()
    for name in ("b.added", "a.added", "c.fixed"):
        (tmp_path / "changes" / f"{name}.md").write_text(f"About\n{name}.\n", "utf-8")
    (tmp_path / "changes" / "README.md").write_text("# Changes\n", "utf-8")
    monkeypatch.setattr(generator, "ROOT", tmp_path)
    assert generator.unreleased() == (
        "### Added\n- About a.added.\n- About b.added.\n\n### Fixed\n- About c.fixed."
    )


def test_a_page_without_the_place_is_refused(generator):
    with pytest.raises(ValueError, match="dialect"):
        generator.filled("# Page\n", "dialect", "part")
