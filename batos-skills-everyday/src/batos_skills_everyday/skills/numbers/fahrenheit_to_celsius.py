# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "fahrenheit_to_celsius"
# signature = "(self, fahrenheit)"
# doc = "Convert degrees Fahrenheit to Celsius."
# also = ["temperature from F to C", "how many degrees celsius"]
# examples = [
#     { args = [212], result = 100.0 },
#     { args = [-40], result = -40.0 },
#     { args = [32], result = 0.0 },
# ]
# ///
def fahrenheit_to_celsius(self, fahrenheit):
    """Convert degrees Fahrenheit to Celsius."""
    return (fahrenheit - 32) * 5 / 9
