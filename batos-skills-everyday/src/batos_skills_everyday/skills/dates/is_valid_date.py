# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_date"
# signature = "(self, text)"
# doc = "Check whether a text is a valid date like 2024-02-27."
# also = ["does the date exist", "validate an ISO date"]
# examples = [
#     { args = ["2024-02-29"], result = true },
#     { args = ["2023-02-29"], result = false },
#     { args = ["tomorrow"], result = false },
# ]
# ///
def is_valid_date(self, text):
    """Check whether a text is a valid date like 2024-02-27."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
