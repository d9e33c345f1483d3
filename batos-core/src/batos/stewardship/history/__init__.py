"""Methods over time: undo, revert, the past, and why a method is there."""
