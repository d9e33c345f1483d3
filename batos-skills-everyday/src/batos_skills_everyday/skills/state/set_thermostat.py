# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "set_thermostat"
# signature = "(self, degrees)"
# doc = "Set the thermostat to a temperature between 5 and 30 degrees."
# also = ["change the room temperature", "heating control within limits"]
# examples = [
#     { args = [21], result = 21, after = { thermostat = 21 } },
#     { args = [50], result = 30, state = { thermostat = 21 }, after = { thermostat = 30 } },
# ]
# ///
def set_thermostat(self, degrees):
    """Set the thermostat to a temperature between 5 and 30 degrees."""
    self.thermostat = min(30, max(5, degrees))
    self._p_changed = True
    return self.thermostat
