"""The command line: modules by noun, in groups, imported when they are used."""
