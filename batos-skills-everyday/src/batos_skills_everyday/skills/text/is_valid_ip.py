# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_ip"
# signature = "(self, address)"
# doc = "Check whether a text is a valid IPv4 address."
# also = ["validate an ip address", "four numbers from 0 to 255 with dots"]
# examples = [
#     { args = ["192.168.0.1"], result = true },
#     { args = ["256.1.1.1"], result = false },
#     { args = ["1.2.3"], result = false },
# ]
# ///
def is_valid_ip(self, address):
    """Check whether a text is a valid IPv4 address."""
    parts = address.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) <= 255 for part in parts)
