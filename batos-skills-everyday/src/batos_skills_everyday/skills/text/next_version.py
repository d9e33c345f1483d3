# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_version"
# signature = "(self, version)"
# doc = "Increase the last part of a version number."
# also = ["bump the patch version", "1.2.3 becomes 1.2.4"]
# examples = [
#     { args = ["1.2.3"], result = "1.2.4" },
#     { args = ["0.9"], result = "0.10" },
#     { args = ["7"], result = "8" },
# ]
# ///
def next_version(self, version):
    """Increase the last part of a version number."""
    *parts, last = version.split(".")
    return ".".join([*parts, str(int(last) + 1)])
