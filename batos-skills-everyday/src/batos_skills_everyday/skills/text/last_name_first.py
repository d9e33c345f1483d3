# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "last_name_first"
# signature = "(self, name)"
# doc = "Write a name with the last name first and a comma."
# also = ["John Doe becomes Doe, John", "name for an index", "surname before given name"]
# examples = [
#     { args = ["John Doe"], result = "Doe, John" },
#     { args = ["Ada King Lovelace"], result = "Lovelace, Ada King" },
#     { args = ["Cher"], result = "Cher" },
# ]
# ///
def last_name_first(self, name):
    """Write a name with the last name first and a comma."""
    first, space, last = name.strip().rpartition(" ")
    return f"{last}, {first}" if first else last
