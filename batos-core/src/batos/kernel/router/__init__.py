"""The router: requests, the workers that get them, and what becomes of them."""
