# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_expense"
# signature = "(self, category, amount)"
# doc = "Add an expense in a category and tell the total of the category."
# also = ["record spending", "note what I paid for food or rent"]
# examples = [
#     { args = ["food", 12], result = 12, after = { expenses = { food = 12 } } },
#     { args = ["food", 8], result = 20, state = { expenses = { food = 12, rent = 500 } }, after = { expenses = { food = 20, rent = 500 } } },
# ]
# ///
def add_expense(self, category, amount):
    """Add an expense in a category and tell the total of the category."""
    if not hasattr(self, "expenses"):
        self.expenses = {}
    self.expenses[category] = self.expenses.get(category, 0) + amount
    self._p_changed = True
    return self.expenses[category]
