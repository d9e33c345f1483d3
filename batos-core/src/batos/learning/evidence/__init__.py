"""What speaks for a method: proof by examples, agreement, proven sources."""
