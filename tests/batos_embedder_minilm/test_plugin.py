"""What the package contributes: light until it is chosen."""

import subprocess
import sys

from batos.plugins import load_plugins
from batos_embedder_minilm.plugin import batos_embedders


def test_the_embedder_is_contributed():
    found = load_plugins(entry_points=None)
    assert "minilm" in [spec.name for spec in found.embedders()]


def test_listing_it_loads_no_heavy_library():
    program = (
        "import sys, batos_embedder_minilm.plugin as p; p.batos_embedders();"
        "print({'numpy', 'onnxruntime', 'tokenizers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def test_it_makes_the_vectors_that_it_says():
    [spec] = batos_embedders()
    assert spec.dimension == 384
