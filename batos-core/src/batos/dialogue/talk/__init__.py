"""Talk: what personas answer, alone or two in turn."""
