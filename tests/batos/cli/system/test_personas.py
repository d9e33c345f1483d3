"""Listing personas, and making packages of new ones."""

import pytest

PERSONAS = ["alfred", "babs", "brick", "robin"]


@pytest.mark.parametrize("running", [True, False])
def test_they_are_listed_whether_the_system_runs_or_not(running, request):
    batos = request.getfixturevalue("batos" if running else "alone")
    lines = batos("personas").out.splitlines()
    assert lines[0].split() == ["name", "title", "role", "pillars", "state"]
    assert [line.split()[0] for line in lines[1:]] == PERSONAS
    assert max(map(len, lines)) < 160
    rows = batos("personas", "--json").json()
    assert [row["name"] for row in rows] == PERSONAS
    assert {row["state"] for row in rows} == {"active" if running else "installed"}
    assert all(row["identity"] for row in rows)


def test_a_package_is_made_and_how_to_go_on_is_told(alone, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = alone("personas", "new", "night_owl", "--folder", str(tmp_path / "mine"))
    assert (tmp_path / "mine" / "src/batos_persona_night_owl/persona.toml").is_file()
    assert "src/batos_persona_night_owl/persona.toml says who it is" in answer.err
    assert f'  cd {tmp_path}/mine\n  python -m pip install -e ".[test]"\n' in answer.out
    again = alone("personas", "new", "owl", "--folder", str(tmp_path / "mine"))
    again.sentence(2, "is there already", "--folder DIR")


@pytest.mark.parametrize("name", ["alfred", "memory"])
def test_a_name_that_is_taken_is_refused(alone, tmp_path, name):
    folder = tmp_path / "new"
    alone("personas", "new", name, "--folder", str(folder)).sentence(2, f"{name!r} already", "")
    assert not folder.exists()


def test_so_is_the_name_of_an_object_of_the_image(batos, tmp_path):
    batos("new", "kestrel")
    answer = batos("personas", "new", "kestrel", "--folder", str(tmp_path / "new"))
    answer.sentence(2, "The image has an object 'kestrel' already.", "batos objects")
