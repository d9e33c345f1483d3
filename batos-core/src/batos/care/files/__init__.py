"""What lies on the disk: where an image is, and reading it as it lies there."""
