# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_email"
# signature = "(self, email)"
# doc = "Check whether a text is a valid email address."
# also = ["validate an e-mail", "does it look like a mail address", "email check"]
# examples = [
#     { args = ["anna@example.com"], result = true },
#     { args = ["anna@example"], result = false },
#     { args = ["no at sign.com"], result = false },
# ]
# ///
def is_valid_email(self, email):
    """Check whether a text is a valid email address."""
    return re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", email) is not None
