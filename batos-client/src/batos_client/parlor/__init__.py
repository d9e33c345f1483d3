"""The Parlor: a terminal interface in which all personas speak with the Architect."""
