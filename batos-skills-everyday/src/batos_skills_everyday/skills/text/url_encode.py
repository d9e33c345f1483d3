# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "url_encode"
# signature = "(self, text)"
# doc = "Encode a text for use in a web address."
# also = ["percent encoding", "escape spaces and special characters of a url"]
# examples = [
#     { args = ["a b&c"], result = "a%20b%26c" },
#     { args = ["plain-text_1.0~"], result = "plain-text_1.0~" },
#     { args = ["é"], result = "%C3%A9" },
# ]
# ///
def url_encode(self, text):
    """Encode a text for use in a web address."""
    safe = string.ascii_letters + string.digits + "-_.~"
    return "".join(
        character if character in safe else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in text
    )
