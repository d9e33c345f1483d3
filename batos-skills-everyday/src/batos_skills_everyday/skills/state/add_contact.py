# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_contact"
# signature = "(self, person, phone)"
# doc = "Add a person with a phone number to the address book."
# also = ["save a contact", "new entry in the phone book", "remember a number"]
# examples = [
#     { args = ["Ann", "555-1234"], result = 1, after = { contacts = { Ann = "555-1234" } } },
#     { args = ["Ann", "555-9999"], result = 1, state = { contacts = { Ann = "555-1234" } }, after = { contacts = { Ann = "555-9999" } } },
# ]
# ///
def add_contact(self, person, phone):
    """Add a person with a phone number to the address book."""
    if not hasattr(self, "contacts"):
        self.contacts = {}
    self.contacts[person] = phone
    self._p_changed = True
    return len(self.contacts)
