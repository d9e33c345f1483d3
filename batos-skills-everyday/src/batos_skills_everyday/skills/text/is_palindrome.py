# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_palindrome"
# signature = "(self, text)"
# doc = "Check whether a text is a palindrome, ignoring case, spaces and punctuation."
# also = ["reads the same forwards and backwards", "is it a mirror word", "palindrome test"]
# examples = [
#     { args = ["A man, a plan, a canal: Panama"], result = true },
#     { args = ["hello"], result = false },
#     { args = [""], result = true },
# ]
# ///
def is_palindrome(self, text):
    """Check whether a text is a palindrome, ignoring case, spaces and punctuation."""
    letters = [character for character in text.lower() if character.isalnum()]
    return letters == letters[::-1]
