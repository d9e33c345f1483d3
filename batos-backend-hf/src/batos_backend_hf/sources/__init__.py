"""Where the files of a model come from: a folder, a GGUF file, the hub."""
