"""A real Ollama server as a backend of BAT OS."""
