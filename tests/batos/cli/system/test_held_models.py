"""Models on their way into the image, which a backend brings."""

from types import SimpleNamespace

import pytest

from batos.cli.system import held_models
from batos.plugins import BackendSpec


@pytest.fixture
def bringers(monkeypatch):
    """Installs backends, each with what brings its models."""

    def install(*bring):
        specs = [
            BackendSpec(name="hub", summary="Brings.", factory=lambda _options: None, bring=each)
            for each in bring
        ]
        there = SimpleNamespace(backends=lambda: specs)
        monkeypatch.setattr(held_models, "installed", lambda _loaded: there)

    return install


def test_a_model_of_a_hub_is_brought_quantised_and_taken_in(alone, bringers):
    made = []

    def bring(model, quantise, into, progress):
        progress(f"Fetching {model}", None)
        made.append(into)
        (into / "config.json").write_text(f"{model} as {quantise}")
        return into

    bringers(bring)
    answer = alone("models", "add", "owner/Coder-1.5B", "--quantise", "nf4", "--json")
    added = answer.json()
    assert added["name"] == "image:coder-1.5b"
    assert "Fetching owner/Coder-1.5B…" in answer.err
    assert not made[0].exists(), "what was made on the way is gone"
    with open(f"{added['folder']}/config.json", encoding="utf-8") as file:
        assert file.read() == "owner/Coder-1.5B as nf4"
    used = alone("models", "use", "image:coder-1.5b")
    used.sentence(2, "image:coder-1.5b is no GGUF file", "batos backends use NAME")


def test_where_no_backend_brings_models_it_says_so(alone, bringers):
    bringers(None)
    answer = alone("models", "add", "owner/name")
    answer.sentence(2, "There is no 'owner/name'", "batos-backend-hf[torch]")
