"""Documents on their way into the memory: read, taken apart by what they are about, remembered."""
