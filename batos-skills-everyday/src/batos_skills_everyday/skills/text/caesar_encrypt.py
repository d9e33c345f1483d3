# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "caesar_encrypt"
# signature = "(self, text, shift)"
# doc = "Encrypt a text with the Caesar cipher."
# also = ["shift the letters by a number", "rotate each letter in the alphabet", "caesar code"]
# examples = [
#     { args = ["abc xyz", 3], result = "def abc" },
#     { args = ["Hello, World!", 5], result = "Mjqqt, Btwqi!" },
#     { args = ["", 4], result = "" },
# ]
# ///
def caesar_encrypt(self, text, shift):
    """Encrypt a text with the Caesar cipher."""
    result = ""
    for letter in text:
        if letter.isascii() and letter.isalpha():
            base = ord("A") if letter.isupper() else ord("a")
            letter = chr((ord(letter) - base + shift) % 26 + base)
        result += letter
    return result
