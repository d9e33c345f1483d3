"""Recipes about file names, web addresses, colours, versions and log lines."""


def file_extension(self, filename):
    """Get the extension of a file name.

    Also: file ending without the dot; type of a file by its name; suffix of a filename
    Tags: text, addresses

    >>> file_extension("photo.jpg")
    'jpg'
    >>> file_extension("archive.tar.gz")
    'gz'
    >>> file_extension("README")
    ''
    """
    return filename.rsplit(".", 1)[1] if "." in filename else ""


def file_stem(self, filename):
    """Get a file name without its extension.

    Also: base name of a file; filename without the ending
    Tags: text, addresses

    >>> file_stem("photo.jpg")
    'photo'
    >>> file_stem("archive.tar.gz")
    'archive.tar'
    >>> file_stem("README")
    'README'
    """
    return filename.rsplit(".", 1)[0]


def change_extension(self, filename, extension):
    """Change the extension of a file name.

    Also: rename the file ending; photo.png instead of photo.jpg
    Tags: text, addresses

    >>> change_extension("photo.jpg", "png")
    'photo.png'
    >>> change_extension("notes", "txt")
    'notes.txt'
    >>> change_extension("a.b.c", "d")
    'a.b.d'
    """
    return filename.rsplit(".", 1)[0] + "." + extension


def file_name_of_path(self, path):
    """Get the file name at the end of a path.

    Also: last part of a path; base name of a file path
    Tags: text, addresses

    >>> file_name_of_path("docs/2024/report.pdf")
    'report.pdf'
    >>> file_name_of_path("report.pdf")
    'report.pdf'
    >>> file_name_of_path("docs/")
    ''
    """
    return path.split("/")[-1]


def folder_of_path(self, path):
    """Get the folder of a file path.

    Also: directory part of a path; parent folder of a file
    Tags: text, addresses

    >>> folder_of_path("docs/2024/report.pdf")
    'docs/2024'
    >>> folder_of_path("report.pdf")
    ''
    >>> folder_of_path("a/b")
    'a'
    """
    return path.rpartition("/")[0]


def join_path(self, parts):
    """Join folder and file names to a path with single slashes.

    Also: build a file path out of its parts; combine directories
    Tags: text, addresses

    >>> join_path(["docs", "2024", "a.txt"])
    'docs/2024/a.txt'
    >>> join_path(["docs/", "/a.txt"])
    'docs/a.txt'
    >>> join_path([])
    ''
    """
    return "/".join(part.strip("/") for part in parts)


def safe_file_name(self, text):
    """Turn a text into a safe file name.

    Also: replace characters that are not allowed in file names; sanitize a filename
    Tags: text, addresses

    >>> safe_file_name("my report: v1/2")
    'my_report_v1_2'
    >>> safe_file_name("ok-name.txt")
    'ok-name.txt'
    >>> safe_file_name("a  b")
    'a_b'
    """
    return re.sub(r"[^\w.-]+", "_", text)


def email_domain(self, email):
    """Get the domain of an email address.

    Also: part after the at sign; mail provider of an e-mail
    Tags: text, addresses

    >>> email_domain("anna@example.com")
    'example.com'
    >>> email_domain("x@MAIL.org")
    'mail.org'
    >>> email_domain("no address")
    ''
    """
    return email.partition("@")[2].lower()


def email_user(self, email):
    """Get the user name of an email address.

    Also: part before the at sign; local part of an e-mail
    Tags: text, addresses

    >>> email_user("anna@example.com")
    'anna'
    >>> email_user("j.doe@site.org")
    'j.doe'
    >>> email_user("plain")
    'plain'
    """
    return email.split("@")[0]


def url_domain(self, url):
    """Get the domain of a web address.

    Also: host name of a url; website of a link without www
    Tags: text, addresses

    >>> url_domain("https://www.example.com/page?x=1")
    'example.com'
    >>> url_domain("http://site.org")
    'site.org'
    >>> url_domain("site.org/about")
    'site.org'
    """
    host = re.sub(r"^https?://", "", url)
    return re.split(r"[/?#:]", host)[0].removeprefix("www.")


def url_path(self, url):
    """Get the path of a web address.

    Also: part of a url after the host; page path of a link
    Tags: text, addresses

    >>> url_path("https://example.com/docs/a.html?x=1")
    '/docs/a.html'
    >>> url_path("http://site.org")
    '/'
    >>> url_path("http://site.org/")
    '/'
    """
    rest = re.sub(r"^https?://[^/]*", "", url)
    return re.split(r"[?#]", rest)[0] or "/"


def add_https(self, url):
    """Add https:// to a web address that has no scheme.

    Also: complete a url; make a link absolute with https
    Tags: text, addresses

    >>> add_https("example.com")
    'https://example.com'
    >>> add_https("http://example.com")
    'http://example.com'
    >>> add_https("https://a.org")
    'https://a.org'
    """
    if url.startswith(("http://", "https://")):
        return url
    return "https://" + url


def url_encode(self, text):
    """Encode a text for use in a web address.

    Also: percent encoding; escape spaces and special characters of a url
    Tags: text, addresses

    >>> url_encode("a b&c")
    'a%20b%26c'
    >>> url_encode("plain-text_1.0~")
    'plain-text_1.0~'
    >>> url_encode("é")
    '%C3%A9'
    """
    safe = string.ascii_letters + string.digits + "-_.~"
    return "".join(
        character if character in safe else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in text
    )


def build_query_string(self, parameters):
    """Build the query of a web address from parameters.

    Also: dictionary to a=1&b=2; url parameters from a dict
    Tags: text, addresses

    >>> build_query_string({"a": 1, "b": "two"})
    'a=1&b=two'
    >>> build_query_string({"page": 3})
    'page=3'
    >>> build_query_string({})
    ''
    """
    return "&".join(f"{key}={value}" for key, value in parameters.items())


def hex_to_rgb(self, color):
    """Convert a hex colour to red, green and blue.

    Also: #ff8800 to rgb numbers; parse a css color code
    Tags: text, addresses

    >>> hex_to_rgb("#ff8800")
    [255, 136, 0]
    >>> hex_to_rgb("000000")
    [0, 0, 0]
    >>> hex_to_rgb("#FFFFFF")
    [255, 255, 255]
    """
    color = color.lstrip("#")
    return [int(color[place : place + 2], 16) for place in (0, 2, 4)]


def rgb_to_hex(self, red, green, blue):
    """Convert red, green and blue to a hex colour.

    Also: rgb numbers to #ff8800; css color code from rgb
    Tags: text, addresses

    >>> rgb_to_hex(255, 136, 0)
    '#ff8800'
    >>> rgb_to_hex(0, 0, 0)
    '#000000'
    >>> rgb_to_hex(1, 2, 3)
    '#010203'
    """
    return f"#{red:02x}{green:02x}{blue:02x}"


def compare_versions(self, first, second):
    """Compare two version numbers: -1 older, 0 the same, 1 newer.

    Also: which version is newer; order of 1.2.10 and 1.3.0
    Tags: text, addresses

    >>> compare_versions("1.2.10", "1.3.0")
    -1
    >>> compare_versions("2.0", "2.0")
    0
    >>> compare_versions("1.10", "1.9")
    1
    """
    left = [int(part) for part in first.split(".")]
    right = [int(part) for part in second.split(".")]
    return (left > right) - (left < right)


def next_version(self, version):
    """Increase the last part of a version number.

    Also: bump the patch version; 1.2.3 becomes 1.2.4
    Tags: text, addresses

    >>> next_version("1.2.3")
    '1.2.4'
    >>> next_version("0.9")
    '0.10'
    >>> next_version("7")
    '8'
    """
    *parts, last = version.split(".")
    return ".".join([*parts, str(int(last) + 1)])


def log_level(self, line):
    """Find the level of a log line.

    Also: is it an ERROR, WARNING, INFO or DEBUG line; severity of a log message
    Tags: text, addresses

    >>> log_level("2024-05-17 ERROR disk full")
    'ERROR'
    >>> log_level("[INFO] started")
    'INFO'
    >>> log_level("no level")
    ''
    """
    match = re.search(r"\b(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b", line)
    return match.group() if match else ""


def count_error_lines(self, log):
    r"""Count the lines of a log that contain ERROR.

    Also: number of errors in a log file; how many error messages are there
    Tags: text, addresses

    >>> count_error_lines("INFO a\nERROR b\nERROR c")
    2
    >>> count_error_lines("INFO a")
    0
    >>> count_error_lines("")
    0
    """
    return sum(1 for line in log.splitlines() if "ERROR" in line)
