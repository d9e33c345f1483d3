"""What people make by hand: objects and methods."""
