# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_morse"
# signature = "(self, text)"
# doc = "Translate a text to Morse code."
# also = ["encode letters as dots and dashes", "write morse"]
# examples = [
#     { args = ["SOS"], result = "... --- ..." },
#     { args = ["Hi 5"], result = ".... .. / ....." },
#     { args = [""], result = "" },
# ]
# ///
def to_morse(self, text):
    """Translate a text to Morse code."""
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
    ).split()
    table = dict(zip(string.ascii_lowercase + string.digits, codes))
    table[" "] = "/"
    return " ".join(table[character] for character in text.lower() if character in table)
