# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "vote_winner"
# signature = "(self)"
# doc = "Tell who has the most votes."
# also = ["who won the election", "winner of the poll"]
# examples = [
#     { result = { "$" = "none" } },
#     { result = "Bob", state = { votes = { Ann = 1, Bob = 3 } } },
# ]
# ///
def vote_winner(self):
    """Tell who has the most votes."""
    votes = getattr(self, "votes", {})
    if not votes:
        return None
    return max(votes, key=lambda candidate: votes[candidate])
