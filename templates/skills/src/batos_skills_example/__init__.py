"""Skills of a workshop."""
