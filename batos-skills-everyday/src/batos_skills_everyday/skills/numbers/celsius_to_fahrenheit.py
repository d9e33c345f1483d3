# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "celsius_to_fahrenheit"
# signature = "(self, celsius)"
# doc = "Convert degrees Celsius to Fahrenheit."
# also = ["temperature from C to F", "how many degrees fahrenheit"]
# examples = [
#     { args = [100], result = 212.0 },
#     { args = [-40], result = -40.0 },
#     { args = [0], result = 32.0 },
# ]
# ///
def celsius_to_fahrenheit(self, celsius):
    """Convert degrees Celsius to Fahrenheit."""
    return celsius * 9 / 5 + 32
