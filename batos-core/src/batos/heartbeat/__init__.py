"""The heartbeat: what the image does by itself to stay well, and what it tells of that."""
