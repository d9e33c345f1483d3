"""The cognitive cycle: its states, the thought they hand on, its record and its trail."""
