# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "fill_template"
# signature = "(self, template, values)"
# doc = "Fill the {names} of a template with values."
# also = ["replace placeholders in curly braces", "mail merge", "substitute variables in a text"]
# examples = [
#     { args = ["Hi {name}, you are {age}", { name = "Bo", age = 5 }], result = "Hi Bo, you are 5" },
#     { args = ["no places", {}], result = "no places" },
#     { args = ["{a}{a}", { a = "x" }], result = "xx" },
# ]
# ///
def fill_template(self, template, values):
    """Fill the {names} of a template with values."""
    for name, value in values.items():
        template = template.replace("{" + name + "}", str(value))
    return template
