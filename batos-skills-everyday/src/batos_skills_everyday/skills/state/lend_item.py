# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "lend_item"
# signature = "(self, item, person)"
# doc = "Lend an item to a person and tell how many items are lent out."
# also = ["who borrowed what", "lend a book", "keep track of loans"]
# examples = [
#     { args = ["drill", "Bob"], result = 1, after = { loans = { drill = "Bob" } } },
#     { args = ["drill", "Ann"], state = { loans = { drill = "Bob" } }, raises = "ValueError" },
#     { args = ["book", "Ann"], result = 2, state = { loans = { drill = "Bob" } }, after = { loans = { drill = "Bob", book = "Ann" } } },
# ]
# ///
def lend_item(self, item, person):
    """Lend an item to a person and tell how many items are lent out."""
    if not hasattr(self, "loans"):
        self.loans = {}
    if item in self.loans:
        raise ValueError(f"{item} is already with {self.loans[item]}")
    self.loans[item] = person
    self._p_changed = True
    return len(self.loans)
