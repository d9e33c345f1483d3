# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "body_mass_index"
# signature = "(self, weight, height)"
# doc = "Calculate the body mass index from kilograms and meters, rounded to one decimal."
# also = ["bmi", "weight divided by height squared"]
# examples = [
#     { args = [70, 1.75], result = 22.9 },
#     { args = [90, 1.8], result = 27.8 },
#     { args = [50, 1.6], result = 19.5 },
# ]
# ///
def body_mass_index(self, weight, height):
    """Calculate the body mass index from kilograms and meters, rounded to one decimal."""
    return round(weight / height**2, 1)
