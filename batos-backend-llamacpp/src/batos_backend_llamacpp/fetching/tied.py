"""Runs a Python module that ends with whoever started it.

``python -m batos_backend_llamacpp.fetching.tied PARENT MODULE ARGUMENT…``
"""

from __future__ import annotations

import runpy
import sys

from batos.kernel.worker.lifeline import tie_to_parent

if __name__ == "__main__":
    tie_to_parent(int(sys.argv[1]))
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
