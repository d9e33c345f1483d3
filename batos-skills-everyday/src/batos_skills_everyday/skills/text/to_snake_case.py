# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_snake_case"
# signature = "(self, text)"
# doc = "Convert words or camelCase to snake_case."
# also = ["lowercase with underscores", "python variable name", "camel case to snake case"]
# examples = [
#     { args = ["myVariableName"], result = "my_variable_name" },
#     { args = ["Hello big World"], result = "hello_big_world" },
#     { args = [""], result = "" },
# ]
# ///
def to_snake_case(self, text):
    """Convert words or camelCase to snake_case."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"[\s-]+", "_", text).lower()
