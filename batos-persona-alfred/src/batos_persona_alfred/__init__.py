"""ALFRED, the System Steward of BAT OS."""
