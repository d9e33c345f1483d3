"""Asking and sending, and what the person is asked meanwhile."""
