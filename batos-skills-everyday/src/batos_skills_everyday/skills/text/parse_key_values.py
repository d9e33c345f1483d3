# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_key_values"
# signature = "(self, text)"
# doc = "Read key=value pairs separated by semicolons."
# also = ["parse settings with semicolons to a dictionary", "key value text to dict"]
# examples = [
#     { args = ["a=1; b=two"], result = { a = "1", b = "two" } },
#     { args = ["x=y=z"], result = { x = "y=z" } },
#     { args = [""], result = {} },
# ]
# ///
def parse_key_values(self, text):
    """Read key=value pairs separated by semicolons."""
    result = {}
    for part in text.split(";"):
        if "=" in part:
            key, value = part.split("=", 1)
            result[key.strip()] = value.strip()
    return result
