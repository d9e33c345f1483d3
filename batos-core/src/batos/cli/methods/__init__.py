"""Methods by hand, and what the guardian says of them."""
