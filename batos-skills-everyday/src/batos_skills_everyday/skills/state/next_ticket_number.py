# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_ticket_number"
# signature = "(self, prefix)"
# doc = "Give out the next ticket number with a prefix."
# also = ["serial numbers", "generate the next invoice id", "running number"]
# examples = [
#     { args = ["T"], result = "T-001", after = { last_ticket = 1 } },
#     { args = ["INV"], result = "INV-042", state = { last_ticket = 41 }, after = { last_ticket = 42 } },
# ]
# ///
def next_ticket_number(self, prefix):
    """Give out the next ticket number with a prefix."""
    if not hasattr(self, "last_ticket"):
        self.last_ticket = 0
    self.last_ticket += 1
    self._p_changed = True
    return f"{prefix}-{self.last_ticket:03d}"
