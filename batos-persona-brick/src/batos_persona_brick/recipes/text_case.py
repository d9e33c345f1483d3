"""Recipes that change the case of letters or the style of names."""


def to_uppercase(self, text):
    """Write a text in capital letters.

    Also: convert a string to uppercase; make all letters big; shout a text
    Tags: text, case

    >>> to_uppercase("hello")
    'HELLO'
    >>> to_uppercase("Abc 1")
    'ABC 1'
    >>> to_uppercase("")
    ''
    """
    return text.upper()


def to_lowercase(self, text):
    """Write a text in small letters.

    Also: convert a string to lowercase; make all letters small
    Tags: text, case

    >>> to_lowercase("HELLO")
    'hello'
    >>> to_lowercase("Abc 1")
    'abc 1'
    >>> to_lowercase("")
    ''
    """
    return text.lower()


def capitalize_words(self, text):
    """Capitalize the first letter of each word.

    Also: title case; start every word with a capital; make a headline out of a sentence
    Tags: text, case

    >>> capitalize_words("the quick fox")
    'The Quick Fox'
    >>> capitalize_words("it's mcDonald")
    "It's Mcdonald"
    >>> capitalize_words("")
    ''
    """
    return string.capwords(text)


def capitalize_first(self, text):
    """Capitalize the first letter of a text and leave the rest as it is.

    Also: make the initial letter uppercase; start a sentence with a capital letter
    Tags: text, case

    >>> capitalize_first("hello World")
    'Hello World'
    >>> capitalize_first("iPhone")
    'IPhone'
    >>> capitalize_first("")
    ''
    """
    return text[:1].upper() + text[1:]


def capitalize_last_letters(self, text):
    """Capitalize the last letter of each word.

    Also: uppercase the final letter of all words; end every word with a capital
    Tags: text, case

    >>> capitalize_last_letters("hello world")
    'hellO worlD'
    >>> capitalize_last_letters("a")
    'A'
    >>> capitalize_last_letters("")
    ''
    """
    return " ".join(word[:-1] + word[-1:].upper() for word in text.split())


def sentence_case(self, text):
    """Capitalize the first letter of each sentence.

    Also: start all sentences with a capital letter; fix the capitalization after periods
    Tags: text, case

    >>> sentence_case("hello there. how are you? fine!")
    'Hello there. How are you? Fine!'
    >>> sentence_case("one")
    'One'
    >>> sentence_case("")
    ''
    """
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences)


def headline_case(self, text):
    """Capitalize a title but keep small words such as of, and, the in lowercase.

    Also: book title capitalization; headline style; proper title case with exceptions
    Tags: text, case

    >>> headline_case("the lord of the rings")
    'The Lord of the Rings'
    >>> headline_case("war and peace")
    'War and Peace'
    >>> headline_case("")
    ''
    """
    small = ("a", "an", "the", "of", "and", "or", "in", "on", "to", "for", "at", "by")
    words = text.lower().split()
    return " ".join(
        word if place > 0 and word in small else word.capitalize()
        for place, word in enumerate(words)
    )


def swap_case(self, text):
    """Swap uppercase and lowercase letters.

    Also: invert the case of a text; turn capitals to small letters and back; toggle case
    Tags: text, case

    >>> swap_case("Hello World")
    'hELLO wORLD'
    >>> swap_case("abc")
    'ABC'
    >>> swap_case("123")
    '123'
    """
    return text.swapcase()


def alternating_case(self, text):
    """Write the letters of a text alternately in uppercase and lowercase.

    Also: every other letter capital; mocking spongebob text; zigzag case
    Tags: text, case

    >>> alternating_case("hello")
    'HeLlO'
    >>> alternating_case("ab cd")
    'Ab cD'
    >>> alternating_case("")
    ''
    """
    return "".join(
        letter.upper() if place % 2 == 0 else letter.lower() for place, letter in enumerate(text)
    )


def uppercase_vowels(self, text):
    """Write the vowels of a text in uppercase.

    Also: capitalize only a, e, i, o, u; make the vowels big
    Tags: text, case

    >>> uppercase_vowels("hello world")
    'hEllO wOrld'
    >>> uppercase_vowels("rhythm")
    'rhythm'
    >>> uppercase_vowels("")
    ''
    """
    return "".join(letter.upper() if letter in "aeiou" else letter for letter in text)


def to_camel_case(self, text):
    """Convert words to camelCase.

    Also: lower camel case name; join words with inner capitals; make a javascript variable name
    Tags: text, case

    >>> to_camel_case("my variable name")
    'myVariableName'
    >>> to_camel_case("user-first_name")
    'userFirstName'
    >>> to_camel_case("")
    ''
    """
    words = re.split(r"[\s_-]+", text.strip())
    return words[0].lower() + "".join(word.capitalize() for word in words[1:])


def to_pascal_case(self, text):
    """Convert words to PascalCase.

    Also: upper camel case; class name out of words; join capitalized words
    Tags: text, case

    >>> to_pascal_case("my class name")
    'MyClassName'
    >>> to_pascal_case("user_id")
    'UserId'
    >>> to_pascal_case("")
    ''
    """
    return "".join(word.capitalize() for word in re.split(r"[\s_-]+", text))


def to_snake_case(self, text):
    """Convert words or camelCase to snake_case.

    Also: lowercase with underscores; python variable name; camel case to snake case
    Tags: text, case

    >>> to_snake_case("myVariableName")
    'my_variable_name'
    >>> to_snake_case("Hello big World")
    'hello_big_world'
    >>> to_snake_case("")
    ''
    """
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"[\s-]+", "_", text).lower()


def to_kebab_case(self, text):
    """Convert words or camelCase to kebab-case.

    Also: lowercase with hyphens; dashed name; css class name; camel case to kebab case
    Tags: text, case

    >>> to_kebab_case("myVariableName")
    'my-variable-name'
    >>> to_kebab_case("Hello big World")
    'hello-big-world'
    >>> to_kebab_case("")
    ''
    """
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", text)
    return re.sub(r"[\s_]+", "-", text).lower()


def to_constant_case(self, text):
    """Convert words to CONSTANT_CASE.

    Also: screaming snake case; uppercase with underscores; name of an environment variable
    Tags: text, case

    >>> to_constant_case("max file size")
    'MAX_FILE_SIZE'
    >>> to_constant_case("api-key")
    'API_KEY'
    >>> to_constant_case("")
    ''
    """
    return "_".join(re.split(r"[\s_-]+", text.upper()))


def snake_to_camel(self, name):
    """Convert a snake_case name to camelCase.

    Also: underscores to camel case; rename my_value to myValue
    Tags: text, case

    >>> snake_to_camel("my_variable_name")
    'myVariableName'
    >>> snake_to_camel("value")
    'value'
    >>> snake_to_camel("user_id")
    'userId'
    """
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def camel_to_words(self, name):
    """Split a camelCase name into words.

    Also: put spaces before capitals; make a camel case name readable
    Tags: text, case

    >>> camel_to_words("myVariableName")
    'my variable name'
    >>> camel_to_words("HelloWorld")
    'hello world'
    >>> camel_to_words("word")
    'word'
    """
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r" \1", name).lower()


def humanize_name(self, name):
    """Turn a snake_case or kebab-case name into a readable label.

    Also: column name to title; user_name becomes User name; label for a field
    Tags: text, case

    >>> humanize_name("first_name")
    'First name'
    >>> humanize_name("order-total")
    'Order total'
    >>> humanize_name("id")
    'Id'
    """
    return name.replace("_", " ").replace("-", " ").capitalize()


def slugify(self, text):
    """Turn a title into a slug for a web address.

    Also: url friendly text; lowercase words joined by hyphens without punctuation; permalink
    Tags: text, case

    >>> slugify("Hello, World!")
    'hello-world'
    >>> slugify("  10 Tips & Tricks ")
    '10-tips-tricks'
    >>> slugify("")
    ''
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def make_acronym(self, text):
    """Make an acronym out of the first letters of the words.

    Also: abbreviation of a phrase; initials in capital letters without dots; shorten a name like
        NASA
    Tags: text, case

    >>> make_acronym("portable network graphics")
    'PNG'
    >>> make_acronym("as soon as possible")
    'ASAP'
    >>> make_acronym("")
    ''
    """
    return "".join(word[0].upper() for word in text.split())


def initials(self, name):
    """Write the initials of a name with dots.

    Also: first letters of first and last name; J. D. for John Doe; abbreviate a person's name
    Tags: text, case

    >>> initials("John Doe")
    'J.D.'
    >>> initials("ada king lovelace")
    'A.K.L.'
    >>> initials("")
    ''
    """
    return "".join(word[0].upper() + "." for word in name.split())
