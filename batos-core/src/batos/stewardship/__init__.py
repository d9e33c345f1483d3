"""What happens to a method after it was learned, and what is to be seen of it."""
