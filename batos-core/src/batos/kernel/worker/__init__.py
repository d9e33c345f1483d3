"""The workers: processes that answer requests."""
