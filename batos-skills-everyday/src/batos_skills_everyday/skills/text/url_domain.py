# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "url_domain"
# signature = "(self, url)"
# doc = "Get the domain of a web address."
# also = ["host name of a url", "website of a link without www"]
# examples = [
#     { args = ["https://www.example.com/page?x=1"], result = "example.com" },
#     { args = ["http://site.org"], result = "site.org" },
#     { args = ["site.org/about"], result = "site.org" },
# ]
# ///
def url_domain(self, url):
    """Get the domain of a web address."""
    host = re.sub(r"^https?://", "", url)
    return re.split(r"[/?#:]", host)[0].removeprefix("www.")
