# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_kebab_case"
# signature = "(self, text)"
# doc = "Convert words or camelCase to kebab-case."
# also = ["lowercase with hyphens", "dashed name", "css class name", "camel case to kebab case"]
# examples = [
#     { args = ["myVariableName"], result = "my-variable-name" },
#     { args = ["Hello big World"], result = "hello-big-world" },
#     { args = [""], result = "" },
# ]
# ///
def to_kebab_case(self, text):
    """Convert words or camelCase to kebab-case."""
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", text)
    return re.sub(r"[\s_]+", "-", text).lower()
