"""How the image thinks: missions, the state machine, the orchestrator, genesis."""
