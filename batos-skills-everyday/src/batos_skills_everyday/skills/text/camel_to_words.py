# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "camel_to_words"
# signature = "(self, name)"
# doc = "Split a camelCase name into words."
# also = ["put spaces before capitals", "make a camel case name readable"]
# examples = [
#     { args = ["myVariableName"], result = "my variable name" },
#     { args = ["HelloWorld"], result = "hello world" },
#     { args = ["word"], result = "word" },
# ]
# ///
def camel_to_words(self, name):
    """Split a camelCase name into words."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r" \1", name).lower()
