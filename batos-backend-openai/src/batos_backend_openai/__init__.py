"""Any OpenAI-compatible server as a backend of BAT OS."""
