"""Running what has passed: compiled with fuel, under one budget."""
