# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "cast_vote"
# signature = "(self, candidate)"
# doc = "Cast a vote for a candidate and tell the votes of the candidate."
# also = ["tally votes", "vote in a poll", "count ballots"]
# examples = [
#     { args = ["Ann"], result = 1, after = { votes = { Ann = 1 } } },
#     { args = ["Bob"], result = 4, state = { votes = { Ann = 1, Bob = 3 } }, after = { votes = { Ann = 1, Bob = 4 } } },
# ]
# ///
def cast_vote(self, candidate):
    """Cast a vote for a candidate and tell the votes of the candidate."""
    if not hasattr(self, "votes"):
        self.votes = {}
    self.votes[candidate] = self.votes.get(candidate, 0) + 1
    self._p_changed = True
    return self.votes[candidate]
