"""Run the benchmarks: ``python -m benchmarks``."""

import sys

from benchmarks.command import run

if __name__ == "__main__":
    sys.exit(run())
