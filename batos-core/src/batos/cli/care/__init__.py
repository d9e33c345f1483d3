"""Looking after the image."""
