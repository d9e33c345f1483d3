"""How large the image gets, and what is kept for how long."""
