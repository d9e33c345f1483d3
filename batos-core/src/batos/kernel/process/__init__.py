"""Processes: a kernel's start and end, and its workers as its children."""
