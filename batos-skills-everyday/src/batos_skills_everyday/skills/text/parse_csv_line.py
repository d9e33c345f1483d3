# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_csv_line"
# signature = "(self, line)"
# doc = "Read one line of CSV into fields, with double quotes around fields that have commas."
# also = ["parse a comma separated row", "split a csv line respecting quotes"]
# examples = [
#     { args = ["a,b,c"], result = ["a", "b", "c"] },
#     { args = ["1,\"x, y\",2"], result = ["1", "x, y", "2"] },
#     { args = [""], result = [""] },
# ]
# ///
def parse_csv_line(self, line):
    """Read one line of CSV into fields, with double quotes around fields that have commas."""
    fields, field, quoted = [], "", False
    for character in line:
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            fields.append(field)
            field = ""
        else:
            field += character
    fields.append(field)
    return fields
