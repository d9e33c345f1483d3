# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "text_between"
# signature = "(self, text, start, end)"
# doc = "Find the text between two marks."
# also = ["substring between two words", "cut out what is between start and end"]
# examples = [
#     { args = ["a [b] c", "[", "]"], result = "b" },
#     { args = ["<b>hi</b>", "<b>", "</b>"], result = "hi" },
#     { args = ["none", "[", "]"], result = "" },
# ]
# ///
def text_between(self, text, start, end):
    """Find the text between two marks."""
    if start not in text:
        return ""
    rest = text.split(start, 1)[1]
    return rest.split(end, 1)[0] if end in rest else ""
