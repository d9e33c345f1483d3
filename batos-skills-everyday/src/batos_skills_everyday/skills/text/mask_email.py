# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "mask_email"
# signature = "(self, email)"
# doc = "Hide the name of an email address except its first letter."
# also = ["obfuscate an e-mail", "anonymize a mail address with stars"]
# examples = [
#     { args = ["anna@example.com"], result = "a***@example.com" },
#     { args = ["bo@site.org"], result = "b*@site.org" },
#     { args = ["x@y.z"], result = "x@y.z" },
# ]
# ///
def mask_email(self, email):
    """Hide the name of an email address except its first letter."""
    name, domain = email.split("@")
    return name[0] + "*" * (len(name) - 1) + "@" + domain
