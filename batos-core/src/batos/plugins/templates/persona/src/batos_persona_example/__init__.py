"""EXAMPLE, the Keeper of Tools: a persona for BAT OS."""
