"""Embedded llama.cpp inference for BAT OS."""
