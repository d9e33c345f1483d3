# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "password_problems"
# signature = "(self, password)"
# doc = "List what is missing in a password."
# also = ["why is a password weak", "explain the password rules that are broken"]
# examples = [
#     { args = ["abc"], result = ["too short", "no uppercase letter", "no digit"] },
#     { args = ["LONGENOUGH1"], result = ["no lowercase letter"] },
#     { args = ["Secret123"], result = [] },
# ]
# ///
def password_problems(self, password):
    """List what is missing in a password."""
    problems = []
    if len(password) < 8:
        problems.append("too short")
    if not re.search(r"[A-Z]", password):
        problems.append("no uppercase letter")
    if not re.search(r"[a-z]", password):
        problems.append("no lowercase letter")
    if not re.search(r"\d", password):
        problems.append("no digit")
    return problems
