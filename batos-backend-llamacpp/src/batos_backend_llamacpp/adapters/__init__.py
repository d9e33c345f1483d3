"""LoRA adapters for llama.cpp: looked at, brought into its form, and kept by name."""
