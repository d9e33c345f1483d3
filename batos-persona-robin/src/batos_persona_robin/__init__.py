"""ROBIN, the Embodied Heart of BAT OS."""
