# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_bytes"
# signature = "(self, size)"
# doc = "Write a number of bytes as KB, MB or GB."
# also = ["human readable file size", "bytes to kilobytes text"]
# examples = [
#     { args = [2048], result = "2.0 KB" },
#     { args = [500], result = "500.0 B" },
#     { args = [1572864], result = "1.5 MB" },
# ]
# ///
def format_bytes(self, size):
    """Write a number of bytes as KB, MB or GB."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TB"
