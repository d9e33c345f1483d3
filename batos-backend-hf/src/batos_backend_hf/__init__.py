"""Hugging Face transformers as a backend of BAT OS."""
