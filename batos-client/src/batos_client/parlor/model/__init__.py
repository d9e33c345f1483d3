"""What the Parlor shows, as plain state: no terminal, no socket, no clock of its own."""
