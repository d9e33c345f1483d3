"""Approval: whether what was learned is installed at once, waits for a person, or not at all."""
