# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "seconds_in_words"
# signature = "(self, seconds)"
# doc = "Write a number of seconds with h, m and s."
# also = ["readable duration like 1h 2m 3s", "human readable seconds"]
# examples = [
#     { args = [3723], result = "1h 2m 3s" },
#     { args = [60], result = "1m" },
#     { args = [0], result = "0s" },
# ]
# ///
def seconds_in_words(self, seconds):
    """Write a number of seconds with h, m and s."""
    parts = []
    for size, letter in [(3600, "h"), (60, "m"), (1, "s")]:
        if seconds >= size:
            parts.append(f"{seconds // size}{letter}")
        seconds = seconds % size
    return " ".join(parts) or "0s"
