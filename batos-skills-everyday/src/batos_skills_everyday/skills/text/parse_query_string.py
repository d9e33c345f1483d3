# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_query_string"
# signature = "(self, query)"
# doc = "Read the parameters of a web address query."
# also = ["parse a=1&b=2 to a dictionary", "url parameters to dict"]
# examples = [
#     { args = ["a=1&b=two"], result = { a = "1", b = "two" } },
#     { args = ["?page=3"], result = { page = "3" } },
#     { args = [""], result = {} },
# ]
# ///
def parse_query_string(self, query):
    """Read the parameters of a web address query."""
    pairs = [part.partition("=") for part in query.lstrip("?").split("&") if part]
    return {key: value for key, equals, value in pairs}
