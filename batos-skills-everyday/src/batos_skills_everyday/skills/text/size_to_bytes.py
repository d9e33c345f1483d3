# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "size_to_bytes"
# signature = "(self, text)"
# doc = "Read a file size such as 10KB or 2 MB as bytes."
# also = ["parse kilobytes and megabytes", "size text to number of bytes"]
# examples = [
#     { args = ["10KB"], result = 10240 },
#     { args = ["2 MB"], result = 2097152 },
#     { args = ["5B"], result = 5 },
# ]
# ///
def size_to_bytes(self, text):
    """Read a file size such as 10KB or 2 MB as bytes."""
    units = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
    number, unit = re.fullmatch(r"([\d.]+)\s*([KMG]?B)", text.strip().upper()).groups()
    return int(float(number) * units[unit])
