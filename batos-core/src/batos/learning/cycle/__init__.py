"""The cognitive cycle: its states, and the engine that moves a thought through them."""
