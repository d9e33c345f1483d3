# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "totals_by_category"
# signature = "(self, records, category, amount)"
# doc = "Add up an amount field of records for each category."
# also = ["totals per group", "sales by region", "sum one field grouped by another"]
# examples = [
#     { args = [[{ t = "a", n = 1 }, { t = "b", n = 2 }, { t = "a", n = 3 }], "t", "n"], result = { a = 4, b = 2 } },
#     { args = [[{ x = 1, y = 0 }], "x", "y"], result = { "$" = "dict", v = [[1, 0]] } },
#     { args = [[], "t", "n"], result = {} },
# ]
# ///
def totals_by_category(self, records, category, amount):
    """Add up an amount field of records for each category."""
    totals = {}
    for record in records:
        key = record[category]
        totals[key] = totals.get(key, 0) + record[amount]
    return totals
