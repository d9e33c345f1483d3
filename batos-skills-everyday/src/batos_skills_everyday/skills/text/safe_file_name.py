# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "safe_file_name"
# signature = "(self, text)"
# doc = "Turn a text into a safe file name."
# also = ["replace characters that are not allowed in file names", "sanitize a filename"]
# examples = [
#     { args = ["my report: v1/2"], result = "my_report_v1_2" },
#     { args = ["ok-name.txt"], result = "ok-name.txt" },
#     { args = ["a  b"], result = "a_b" },
# ]
# ///
def safe_file_name(self, text):
    """Turn a text into a safe file name."""
    return re.sub(r"[^\w.-]+", "_", text)
