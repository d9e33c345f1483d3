"""What BAT OS must reach, measured: ``python -m benchmarks --help``."""
