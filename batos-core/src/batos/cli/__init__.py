"""The command line: one module for each noun, imported when it is used."""
