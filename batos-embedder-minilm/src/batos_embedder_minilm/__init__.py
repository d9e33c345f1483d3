"""all-MiniLM-L6-v2 as the embedder of BAT OS."""
