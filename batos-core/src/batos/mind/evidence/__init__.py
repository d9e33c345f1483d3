"""What speaks for a method: contract, proof by examples, agreement, proven sources."""
