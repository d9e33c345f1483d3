# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_yes_no"
# signature = "(self, text)"
# doc = "Read a yes or no answer as True or False."
# also = ["parse a boolean text", "is the answer yes, y, true, on or 1"]
# examples = [
#     { args = ["Yes"], result = true },
#     { args = ["off"], result = false },
#     { args = [" y "], result = true },
# ]
# ///
def parse_yes_no(self, text):
    """Read a yes or no answer as True or False."""
    return text.strip().lower() in ("yes", "y", "true", "on", "1")
