"""The cognitive cycle: its states, and the runner that moves a thought through them."""
