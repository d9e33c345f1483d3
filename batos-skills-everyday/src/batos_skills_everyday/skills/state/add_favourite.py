# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_favourite"
# signature = "(self, item)"
# doc = "Add an item to the favourites and list them."
# also = ["mark as favourite", "like something", "star an item only once"]
# examples = [
#     { args = ["tea"], result = ["tea"], after = { favourites = ["tea"] } },
#     { args = ["tea"], result = ["tea", "cake"], state = { favourites = ["tea", "cake"] }, after = { favourites = ["tea", "cake"] } },
# ]
# ///
def add_favourite(self, item):
    """Add an item to the favourites and list them."""
    if not hasattr(self, "favourites"):
        self.favourites = []
    if item not in self.favourites:
        self.favourites.append(item)
    self._p_changed = True
    return list(self.favourites)
