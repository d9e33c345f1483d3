# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "score_ranking"
# signature = "(self)"
# doc = "List the players from the highest score to the lowest."
# also = ["ranking of the score board", "who leads the game", "leader board"]
# examples = [
#     { result = [] },
#     { result = ["Bob", "Ann"], state = { scores = { Ann = 5, Bob = 6 } } },
# ]
# ///
def score_ranking(self):
    """List the players from the highest score to the lowest."""
    scores = getattr(self, "scores", {})
    return sorted(scores, key=lambda player: scores[player], reverse=True)
