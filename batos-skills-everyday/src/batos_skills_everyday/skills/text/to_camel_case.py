# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_camel_case"
# signature = "(self, text)"
# doc = "Convert words to camelCase."
# also = [
#     "lower camel case name",
#     "join words with inner capitals",
#     "make a javascript variable name",
# ]
# examples = [
#     { args = ["my variable name"], result = "myVariableName" },
#     { args = ["user-first_name"], result = "userFirstName" },
#     { args = [""], result = "" },
# ]
# ///
def to_camel_case(self, text):
    """Convert words to camelCase."""
    words = re.split(r"[\s_-]+", text.strip())
    return words[0].lower() + "".join(word.capitalize() for word in words[1:])
