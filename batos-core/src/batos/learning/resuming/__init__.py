"""Going on with cycles that have stopped: killed ones, and ones that asked."""
