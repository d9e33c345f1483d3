"""The objects of the image: seen, made and changed."""
