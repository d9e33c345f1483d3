"""What was: history, where a method comes from, the image as it was."""
