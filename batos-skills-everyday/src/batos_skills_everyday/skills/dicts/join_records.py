# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "join_records"
# signature = "(self, first, second, field)"
# doc = "Join two lists of records that have a field in common."
# also = ["merge tables on a key", "combine orders with customers", "inner join"]
# examples = [
#     { args = [[{ id = 1, a = "x" }], [{ id = 1, b = "y" }, { id = 2, b = "z" }], "id"], result = [{ id = 1, a = "x", b = "y" }] },
#     { args = [[{ id = 1 }], [], "id"], result = [] },
#     { args = [[], [], "id"], result = [] },
# ]
# ///
def join_records(self, first, second, field):
    """Join two lists of records that have a field in common."""
    return [{**a, **b} for a in first for b in second if a[field] == b[field]]
