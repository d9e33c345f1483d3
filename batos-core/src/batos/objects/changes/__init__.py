"""What a running message changes in the objects that it reaches, and taking that back."""
