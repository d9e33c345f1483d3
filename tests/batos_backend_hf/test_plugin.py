"""What the package contributes."""

import importlib.util
import subprocess
import sys

import pytest

from batos import inference
from batos.plugins import BackendSpec
from batos_backend_hf.plugin import batos_backends


def test_it_contributes_the_hf_backend():
    (spec,) = batos_backends()
    assert isinstance(spec, BackendSpec)
    backend = spec.factory({"model": "owner/name", "cache_dir": "c"})
    assert (backend.name, backend.model) == ("hf", "owner/name")
    assert "weights" in spec.options.model_fields
    assert spec.default_model == spec.factory({}).model == "codellama/CodeLlama-7b-Instruct-hf"


def test_listing_it_and_making_it_imports_nothing_heavy():
    program = (
        "import sys\n"
        "from batos_backend_hf.plugin import batos_backends\n"
        "batos_backends()[0].factory({}).capabilities()\n"
        "heavy = {'torch', 'transformers', 'huggingface_hub', 'numpy', 'ZODB', 'zmq'}\n"
        "print(heavy & set(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"set()"


@pytest.mark.parametrize(
    ("there", "card", "told"),
    [
        (None, "H200", (False, "The libraries that run Hugging Face models are not installed.")),
        ("spec", "", (False, "No graphics card is here for Hugging Face models.")),
        ("spec", "H200", (True, "Its models run on H200.")),
    ],
)
def test_auto_takes_it_where_a_graphics_card_is(monkeypatch, there, card, told):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: there)
    monkeypatch.setattr(inference, "graphics_card", lambda: card)
    (spec,) = batos_backends()
    found = spec.look({})
    assert (found.usable, found.reason) == told
