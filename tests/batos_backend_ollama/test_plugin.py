"""What the package contributes."""

import subprocess
import sys

from batos.plugins import BackendSpec
from batos_backend_ollama.plugin import batos_backends


def test_it_contributes_the_ollama_backend():
    (spec,) = batos_backends()
    assert isinstance(spec, BackendSpec)
    backend = spec.factory({"host": "gpu", "cache_dir": "c", "model": "m"})
    assert (backend.name, backend.model) == ("ollama", "m")
    assert "num_ctx" in spec.options.model_fields


def test_listing_it_and_making_it_imports_no_client_library():
    program = (
        "import sys\n"
        "from batos_backend_ollama.plugin import batos_backends\n"
        "batos_backends()[0].factory({'host': 'gpu'})\n"
        "print({'ollama', 'httpx', 'ZODB', 'zmq'} & set(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"set()"
