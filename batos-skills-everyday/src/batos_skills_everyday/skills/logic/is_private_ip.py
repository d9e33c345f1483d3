# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_private_ip"
# signature = "(self, address)"
# doc = "Check whether an IP address is from a home or office network."
# also = ["private IPv4 range", "local network address"]
# examples = [
#     { args = ["192.168.0.1"], result = true },
#     { args = ["8.8.8.8"], result = false },
#     { args = ["172.20.1.1"], result = true },
# ]
# ///
def is_private_ip(self, address):
    """Check whether an IP address is from a home or office network."""
    first, second, third, fourth = [int(part) for part in address.split(".")]
    if first == 10 or (first == 192 and second == 168):
        return True
    return first == 172 and 16 <= second <= 31
