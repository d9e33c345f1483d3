# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_csv"
# signature = "(self, text)"
# doc = "Read CSV with a header line into a list of dictionaries."
# also = ["table text to records", "comma separated rows with column names"]
# examples = [
#     { args = ["name,age\nAda,36\nBo,5"], result = [{ name = "Ada", age = "36" }, { name = "Bo", age = "5" }] },
#     { args = ["a\n1"], result = [{ a = "1" }] },
#     { args = ["a,b"], result = [] },
# ]
# ///
def parse_csv(self, text):
    """Read CSV with a header line into a list of dictionaries."""
    header, *rows = text.strip().splitlines()
    names = header.split(",")
    return [dict(zip(names, row.split(","))) for row in rows]
