"""What the Parlor's screen is made of; each widget shows a piece of the model."""
