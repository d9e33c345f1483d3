# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "return_item"
# signature = "(self, item)"
# doc = "Take back an item that was lent and tell who had it."
# also = ["bring back a book", "end a loan"]
# examples = [
#     { args = ["drill"], result = "Bob", state = { loans = { drill = "Bob" } }, after = { loans = {} } },
#     { args = ["book"], result = "Ann", state = { loans = { drill = "Bob", book = "Ann" } }, after = { loans = { drill = "Bob" } } },
#     { args = ["saw"], raises = "ValueError" },
# ]
# ///
def return_item(self, item):
    """Take back an item that was lent and tell who had it."""
    if item not in getattr(self, "loans", {}):
        raise ValueError(f"{item} is not lent")
    person = self.loans.pop(item)
    self._p_changed = True
    return person
