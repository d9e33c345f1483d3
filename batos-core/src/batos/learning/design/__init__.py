"""Objects on paper: what one is to be, the classes that a model writes for it, what they do."""
