# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_date_in_words"
# signature = "(self, text)"
# doc = "Read a date like 27 February 2024 and give it as ISO text."
# also = ["parse a long date", "date in words to yyyy-mm-dd"]
# examples = [
#     { args = ["27 February 2024"], result = "2024-02-27" },
#     { args = ["1 May 1999"], result = "1999-05-01" },
#     { args = ["31 December 2024"], result = "2024-12-31" },
# ]
# ///
def parse_date_in_words(self, text):
    """Read a date like 27 February 2024 and give it as ISO text."""
    return datetime.strptime(text, "%d %B %Y").date().isoformat()
