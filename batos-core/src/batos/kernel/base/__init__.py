"""What router and workers both stand on: settings, links, the desk, logs."""
