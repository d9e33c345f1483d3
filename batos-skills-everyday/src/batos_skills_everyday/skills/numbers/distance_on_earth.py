# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "distance_on_earth"
# signature = "(self, lat1, lon1, lat2, lon2)"
# doc = "Calculate the distance in kilometers between two places on earth."
# also = [
#     "haversine",
#     "great circle distance by latitude and longitude",
#     "how far are two cities",
# ]
# examples = [
#     { args = [52.52, 13.405, 48.8566, 2.3522], result = 877 },
#     { args = [0, 0, 0, 180], result = 20015 },
#     { args = [10, 20, 10, 20], result = 0 },
# ]
# ///
def distance_on_earth(self, lat1, lon1, lat2, lon2):
    """Calculate the distance in kilometers between two places on earth."""
    lat1, lon1, lat2, lon2 = [math.radians(angle) for angle in (lat1, lon1, lat2, lon2)]
    across = math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    share = math.sin((lat2 - lat1) / 2) ** 2 + across
    return round(2 * 6371 * math.asin(math.sqrt(share)))
