# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "extract_emails"
# signature = "(self, text)"
# doc = "Extract the email addresses from a text."
# also = ["find all e-mails in a string", "list mail addresses of a message"]
# examples = [
#     { args = ["write to anna@example.com or bob@site.org."], result = ["anna@example.com", "bob@site.org"] },
#     { args = ["a.b+c@d-e.co.uk"], result = ["a.b+c@d-e.co.uk"] },
#     { args = ["none"], result = [] },
# ]
# ///
def extract_emails(self, text):
    """Extract the email addresses from a text."""
    return re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)
