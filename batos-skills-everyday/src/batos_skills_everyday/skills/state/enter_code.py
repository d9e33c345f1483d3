# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "enter_code"
# signature = "(self, code)"
# doc = "Enter the code of a lock and tell whether it opens; three wrong codes block it."
# also = ["pin check with limited tries", "locked after three attempts", "unlock a safe"]
# examples = [
#     { args = ["1234"], result = "open", state = { code = "1234", wrong_tries = 0 }, after = { code = "1234", wrong_tries = 0 } },
#     { args = ["0000"], result = "blocked", state = { code = "1234", wrong_tries = 2 }, after = { code = "1234", wrong_tries = 3 } },
# ]
# ///
def enter_code(self, code):
    """Enter the code of a lock and tell whether it opens; three wrong codes block it."""
    tries = getattr(self, "wrong_tries", 0)
    right = tries < 3 and code == self.code
    self.wrong_tries = 0 if right else tries + 1
    self._p_changed = True
    if right:
        return "open"
    return "wrong" if tries < 2 else "blocked"
