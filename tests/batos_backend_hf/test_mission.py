"""A mission is learned by a model of this backend, switched to by one line of configuration."""

import json

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

pytestmark = [pytest.mark.system, pytest.mark.model, pytest.mark.timeout(1200)]

WISH = "write a method that triples a number and adds one; e.g. 3 gives 10 and 5 gives 16"


@pytest.fixture
def home(system_harness, born, tmp_path):
    """A home without proven methods, in which a cycle has the time that a busy machine takes."""
    made = system_harness.Home(tmp_path, born=born, scripted=False)
    made.env["BATOS_CYCLE__SECONDS"] = "900"
    yield made
    made.end()


@pytest.mark.parametrize("kind", ["bf16", pytest.param("nf4", marks=pytest.mark.long)])
def test_a_mission_is_learned(home, hf_folder, kind):
    home.config_file.write_text(
        "[backends.transformers]\n"
        'provider = "hf"\n'
        f"model = {json.dumps(str(hf_folder))}\n"
        f'options = {{ weights = "{kind}", device = "cpu", threads = 1 }}\n'
        "[roles]\n"
        'reader = "transformers"\n'
        "[plugins]\n"
        'disabled = ["everyday"]\n',
        "utf-8",
    )
    assert home.batos("backends", "use", "transformers").code == 0  # the one line
    assert home.batos("up", "--wait").code == 0
    listed = home.batos("backends", "--json")
    assert listed.code == 0, listed
    [row] = [row for row in listed.json() if row["name"] == "transformers"]
    assert row["running"]["state"] == "loaded"
    answer = home.batos("ask", "--name", "triple", WISH)
    assert answer.code == 0, answer
    assert home.batos("send", "genesis", "triple", "7").json() == 22
    why = home.batos("why", "genesis.triple", "--json")
    assert kind in why.out
