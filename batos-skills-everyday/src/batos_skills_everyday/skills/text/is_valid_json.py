# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_json"
# signature = "(self, text)"
# doc = "Check whether a text is valid JSON."
# also = ["can the string be parsed as json", "json syntax check"]
# examples = [
#     { args = ["{\"a\": 1}"], result = true },
#     { args = ["{a: 1}"], result = false },
#     { args = [""], result = false },
# ]
# ///
def is_valid_json(self, text):
    """Check whether a text is valid JSON."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
