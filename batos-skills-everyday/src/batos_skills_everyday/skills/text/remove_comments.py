# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_comments"
# signature = "(self, text)"
# doc = "Remove comments that start with a hash sign from the lines of a text."
# also = ["strip # remarks from a script", "delete comment lines"]
# examples = [
#     { args = ["a = 1 # one\n# all gone\nb = 2"], result = "a = 1\nb = 2" },
#     { args = ["no comment"], result = "no comment" },
#     { args = ["# only"], result = "" },
# ]
# ///
def remove_comments(self, text):
    """Remove comments that start with a hash sign from the lines of a text."""
    lines = [line.split("#")[0].rstrip() for line in text.splitlines()]
    return "\n".join(line for line in lines if line)
