# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "shopping_list_text"
# signature = "(self)"
# doc = "Write the shopping list as text."
# also = ["what do I have to buy", "show the groceries in one line"]
# examples = [
#     { result = "nothing to buy" },
#     { result = "2 x milk, 6 x eggs", state = { shopping = { milk = 2, eggs = 6 } } },
# ]
# ///
def shopping_list_text(self):
    """Write the shopping list as text."""
    shopping = getattr(self, "shopping", {})
    lines = [f"{quantity} x {item}" for item, quantity in shopping.items()]
    return ", ".join(lines) or "nothing to buy"
