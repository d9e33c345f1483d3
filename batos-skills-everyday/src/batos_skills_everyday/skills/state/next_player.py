# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_player"
# signature = "(self)"
# doc = "Tell whose turn it is and pass the turn to the next player."
# also = ["take turns", "rotate players", "who plays now"]
# examples = [
#     { result = "Ann", state = { players = ["Ann", "Bob"] }, after = { players = ["Bob", "Ann"] } },
#     { result = "Cy", state = { players = ["Cy"] }, after = { players = ["Cy"] } },
# ]
# ///
def next_player(self):
    """Tell whose turn it is and pass the turn to the next player."""
    if not getattr(self, "players", []):
        return None
    self.players = self.players[1:] + self.players[:1]
    self._p_changed = True
    return self.players[-1]
