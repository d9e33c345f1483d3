"""Whether an image is whole: its file, its records, what it says of itself."""
