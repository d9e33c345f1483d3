"""BABS, the Memory Curator of BAT OS."""
