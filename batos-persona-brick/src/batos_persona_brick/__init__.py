"""BRICK, the Deconstruction Engine of BAT OS, and its method recipes."""
