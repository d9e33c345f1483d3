"""Going on with cycles that a killed process has left in the middle."""
