"""An image that travels with its model answers on a machine that has neither model nor network."""

import pytest

from batos.inference import CompletionRequest
from batos.wire.messages.completions import Complete
from batos.wire.messages.inference import ShowModels

pytestmark = [pytest.mark.system, pytest.mark.model, pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture
def machine(h, tmp_path):
    """Makes machines; what runs on them is ended."""
    made = []

    def make(name, **options):
        folder = tmp_path / name
        folder.mkdir()
        made.append(h.Home(folder, scripted=False, **options))
        return made[-1]

    yield make
    for home in made:
        home.end()


def test_a_backup_answers_elsewhere(machine, born, small_model, silent_sources, tmp_path):
    here = machine("here", born=born)
    here.env |= silent_sources
    added = here.batos("models", "add", str(small_model), "--name", "coder")
    assert added.code == 0, added
    assert here.batos("image", "backup", str(tmp_path / "backup")).code == 0
    there = machine("there")
    there.env |= silent_sources
    restored = there.batos("image", "restore", str(tmp_path / "backup"))
    assert restored.code == 0, restored
    up = there.batos("up", "--wait")
    assert up.code == 0, up
    with there.client() as client:
        (model,) = client.request(ShowModels()).models
        assert "models/coder" in model["file"]
        asked = CompletionRequest(prompt="1, 2, 3,", max_tokens=8)
        assert client.request(Complete("coder", asked)).text
    assert there.batos("models", "verify", "image:coder").code == 0
