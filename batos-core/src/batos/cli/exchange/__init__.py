"""Skills and objects, exchanged with other images."""
