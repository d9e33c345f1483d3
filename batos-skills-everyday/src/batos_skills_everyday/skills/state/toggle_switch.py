# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "toggle_switch"
# signature = "(self)"
# doc = "Toggle a switch and tell whether it is on."
# also = ["turn the light on or off", "flip a switch", "change between on and off"]
# examples = [
#     { result = true, after = { switched_on = true } },
#     { result = false, state = { switched_on = true }, after = { switched_on = false } },
# ]
# ///
def toggle_switch(self):
    """Toggle a switch and tell whether it is on."""
    self.switched_on = not getattr(self, "switched_on", False)
    self._p_changed = True
    return self.switched_on
