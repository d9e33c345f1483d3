# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "rate_item"
# signature = "(self, item, stars)"
# doc = "Rate an item with stars and tell its average rating."
# also = ["review a film", "star rating", "average of all ratings"]
# examples = [
#     { args = ["Alien", 5], result = 5.0, after = { ratings = { Alien = [5] } } },
#     { args = ["Alien", 4], result = 4.5, state = { ratings = { Alien = [5] } }, after = { ratings = { Alien = [5, 4] } } },
# ]
# ///
def rate_item(self, item, stars):
    """Rate an item with stars and tell its average rating."""
    if not hasattr(self, "ratings"):
        self.ratings = {}
    self.ratings.setdefault(item, []).append(stars)
    self._p_changed = True
    return sum(self.ratings[item]) / len(self.ratings[item])
