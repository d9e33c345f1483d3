# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "biggest_expense"
# signature = "(self)"
# doc = "Tell the category with the biggest expenses."
# also = ["where does my money go", "most expensive category"]
# examples = [
#     { result = { "$" = "none" } },
#     { result = "rent", state = { expenses = { food = 20, rent = 500 } } },
# ]
# ///
def biggest_expense(self):
    """Tell the category with the biggest expenses."""
    expenses = getattr(self, "expenses", {})
    if not expenses:
        return None
    return max(expenses, key=lambda category: expenses[category])
