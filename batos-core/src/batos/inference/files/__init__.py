"""The heads of model files: enough to refuse a wrong file, and to know what it holds."""
