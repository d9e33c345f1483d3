# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "visit_page"
# signature = "(self, page)"
# doc = "Visit a page and keep the pages visited before."
# also = ["browser history", "open a page and remember the way back"]
# examples = [
#     { args = ["home"], result = "home", after = { pages = ["home"] } },
#     { args = ["news"], result = "news", state = { pages = ["home"] }, after = { pages = ["home", "news"] } },
# ]
# ///
def visit_page(self, page):
    """Visit a page and keep the pages visited before."""
    if not hasattr(self, "pages"):
        self.pages = []
    self.pages.append(page)
    self._p_changed = True
    return page
