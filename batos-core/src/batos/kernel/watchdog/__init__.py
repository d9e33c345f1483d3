"""The watchdog: a small process that keeps the kernel up, and says why when it cannot."""
