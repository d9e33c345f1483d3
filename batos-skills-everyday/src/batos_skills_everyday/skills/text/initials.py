# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "initials"
# signature = "(self, name)"
# doc = "Write the initials of a name with dots."
# also = [
#     "first letters of first and last name",
#     "J. D. for John Doe",
#     "abbreviate a person's name",
# ]
# examples = [
#     { args = ["John Doe"], result = "J.D." },
#     { args = ["ada king lovelace"], result = "A.K.L." },
#     { args = [""], result = "" },
# ]
# ///
def initials(self, name):
    """Write the initials of a name with dots."""
    return "".join(word[0].upper() + "." for word in name.split())
