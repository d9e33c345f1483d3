# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "go_back"
# signature = "(self)"
# doc = "Go back to the page visited before."
# also = ["back button", "previous page of the history"]
# examples = [
#     { result = "home", state = { pages = ["home", "news"] }, after = { pages = ["home"] } },
#     { result = "home", state = { pages = ["home"] }, after = { pages = ["home"] } },
# ]
# ///
def go_back(self):
    """Go back to the page visited before."""
    if not getattr(self, "pages", []):
        return None
    if len(self.pages) > 1:
        self.pages.pop()
    self._p_changed = True
    return self.pages[-1]
