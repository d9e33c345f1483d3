"""What the package contributes."""

import subprocess
import sys

from batos.plugins import BackendSpec
from batos_backend_llamacpp.plugin import batos_backends


def test_it_contributes_the_llamacpp_backend():
    (spec,) = batos_backends()
    assert isinstance(spec, BackendSpec)
    assert spec.name == "llamacpp"
    assert "model" in spec.options.model_fields
    options = {"parallel": 2, "n_ctx": 2048, "model": spec.default_model}
    backend = spec.factory(options)
    assert backend.name == "llamacpp"
    assert backend.model == spec.default_model
    assert spec.default_model == spec.shelf(options).entries()[0].name
    assert backend.capabilities().parallel == 2


def test_listing_it_imports_no_model_library():
    program = (
        "import sys\n"
        "from batos_backend_llamacpp.plugin import batos_backends\n"
        "batos_backends()[0].factory({})\n"
        "print({'xllamacpp', 'ZODB', 'zmq', 'numpy'} & set(sys.modules))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.strip() == b"set()"
