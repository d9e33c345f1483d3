# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_settings"
# signature = "(self, text)"
# doc = "Read lines of the form name: value."
# also = [
#     "parse a simple config file",
#     "headers to a dictionary",
#     "colon separated lines to dict",
# ]
# examples = [
#     { args = ["name: Ada\nage: 36"], result = { name = "Ada", age = "36" } },
#     { args = ["# no pair\nurl: http://x.org"], result = { url = "http://x.org" } },
#     { args = [""], result = {} },
# ]
# ///
def parse_settings(self, text):
    """Read lines of the form name: value."""
    result = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not line.startswith("#"):
            result[name.strip()] = value.strip()
    return result
