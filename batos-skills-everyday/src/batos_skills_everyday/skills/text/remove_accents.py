# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_accents"
# signature = "(self, text)"
# doc = "Remove the accents from the letters of a text."
# also = ["replace é by e", "plain ascii letters", "strip diacritics"]
# examples = [
#     { args = ["café"], result = "cafe" },
#     { args = ["Ångström über"], result = "Angstrom uber" },
#     { args = ["plain"], result = "plain" },
# ]
# ///
def remove_accents(self, text):
    """Remove the accents from the letters of a text."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")
