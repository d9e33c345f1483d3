# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "record_score"
# signature = "(self, score)"
# doc = "Record a score and tell the high score."
# also = ["best score so far", "keep the record", "is it a new high score"]
# examples = [
#     { args = [10], result = 10, after = { high_score = 10 } },
#     { args = [20], result = 50, state = { high_score = 50 }, after = { high_score = 50 } },
# ]
# ///
def record_score(self, score):
    """Record a score and tell the high score."""
    self.high_score = max(score, getattr(self, "high_score", score))
    self._p_changed = True
    return self.high_score
