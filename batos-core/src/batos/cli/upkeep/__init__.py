"""Commands that keep the system running: the watchdog, upgrades, the service."""
