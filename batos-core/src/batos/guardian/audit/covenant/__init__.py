"""The covenant's analysis: what a method may change of its receiver, on which paths."""
