"""Trying a method in a child process that may crash, hang or fill its memory."""
