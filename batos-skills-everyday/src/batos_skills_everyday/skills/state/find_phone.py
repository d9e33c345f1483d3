# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "find_phone"
# signature = "(self, person)"
# doc = "Find the phone number of a person in the address book."
# also = ["look up a contact", "what is the number of somebody"]
# examples = [
#     { args = ["Ann"], result = { "$" = "none" } },
#     { args = ["Ann"], result = "555-1234", state = { contacts = { Ann = "555-1234" } } },
# ]
# ///
def find_phone(self, person):
    """Find the phone number of a person in the address book."""
    return getattr(self, "contacts", {}).get(person)
