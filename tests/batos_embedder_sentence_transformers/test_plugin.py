"""What the package contributes: light until it is chosen."""

import subprocess
import sys

from batos.plugins import load_plugins
from batos.plugins.embedders import embedder_specs


def test_the_embedder_is_contributed_and_is_nobodys_first_choice():
    found = list(embedder_specs(load_plugins(entry_points=None)))
    assert "sentence-transformers" in found
    assert found[0] == "minilm"


def test_listing_it_loads_no_heavy_library():
    program = (
        "import sys, batos_embedder_sentence_transformers.plugin as p; p.batos_embedders();"
        "print({'numpy', 'torch', 'sentence_transformers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
