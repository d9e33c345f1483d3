"""BRICK, the Deconstruction Engine of BAT OS."""
