"""Recipes for word games and secret languages."""


def pig_latin_word(self, word):
    """Translate a word to Pig Latin.

    Also: move the first consonants to the end and add ay; pig latin of one word
    Tags: text, wordplay

    >>> pig_latin_word("hello")
    'ellohay'
    >>> pig_latin_word("apple")
    'appleway'
    >>> pig_latin_word("string")
    'ingstray'
    """
    if word[0] in "aeiou":
        return word + "way"
    for place, letter in enumerate(word):
        if letter in "aeiou":
            return word[place:] + word[:place] + "ay"
    return word + "ay"


def pig_latin(self, text):
    """Translate a sentence to Pig Latin.

    Also: pig latin of all words; speak pig latin
    Tags: text, wordplay

    >>> pig_latin("hello big apple")
    'ellohay igbay appleway'
    >>> pig_latin("my string")
    'myay ingstray'
    >>> pig_latin("")
    ''
    """
    words = []
    for word in text.lower().split():
        start = re.match(r"[^aeiou]*", word).group()
        if start == "":
            words.append(word + "way")
        else:
            words.append(word[len(start) :] + start + "ay")
    return " ".join(words)


def leet_speak(self, text):
    """Write a text in leet speak.

    Also: replace letters by similar digits; hacker spelling; a becomes 4 and e becomes 3
    Tags: text, wordplay

    >>> leet_speak("leet")
    'l337'
    >>> leet_speak("Easy Boss")
    '345y B055'
    >>> leet_speak("")
    ''
    """
    digits = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
    return "".join(digits.get(letter.lower(), letter) for letter in text)


def robber_language(self, text):
    """Translate a text to the robber language: each consonant doubled with an o between.

    Also: rövarspråket; hello becomes hohelollolo; consonant o consonant code
    Tags: text, wordplay

    >>> robber_language("hello")
    'hohelollolo'
    >>> robber_language("tea")
    'totea'
    >>> robber_language("")
    ''
    """
    result = ""
    for letter in text:
        if letter.isalpha() and letter.lower() not in "aeiou":
            result += letter + "o" + letter.lower()
        else:
            result += letter
    return result


def nato_spelling(self, word):
    """Spell a word with the NATO alphabet.

    Also: alpha bravo charlie; radio alphabet; phonetic spelling of a word
    Tags: text, wordplay

    >>> nato_spelling("abc")
    'Alfa Bravo Charlie'
    >>> nato_spelling("Hi!")
    'Hotel India'
    >>> nato_spelling("")
    ''
    """
    names = (
        "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November "
        "Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu"
    ).split()
    table = {name[0].lower(): name for name in names}
    return " ".join(table[letter] for letter in word.lower() if letter in table)


def spell_out(self, word):
    """Spell a word letter by letter with hyphens.

    Also: h-e-l-l-o; separate the letters of a word by dashes
    Tags: text, wordplay

    >>> spell_out("hello")
    'h-e-l-l-o'
    >>> spell_out("a")
    'a'
    >>> spell_out("")
    ''
    """
    return "-".join(word)


def spoonerism(self, text):
    """Swap the first letters of two words.

    Also: spoonerism of two words; exchange the initial sounds
    Tags: text, wordplay

    >>> spoonerism("jelly beans")
    'belly jeans'
    >>> spoonerism("big cat")
    'cig bat'
    >>> spoonerism("a b")
    'b a'
    """
    first, second = text.split()
    return f"{second[0]}{first[1:]} {first[0]}{second[1:]}"


def is_alliteration(self, text):
    """Check whether all words of a text start with the same letter.

    Also: tautogram test; do the words begin alike; alliteration check
    Tags: text, wordplay

    >>> is_alliteration("Peter picked peppers")
    True
    >>> is_alliteration("red blue")
    False
    >>> is_alliteration("")
    False
    """
    return len({word[0] for word in text.lower().split()}) == 1


def do_words_rhyme(self, first, second):
    """Check whether two words end with the same three letters.

    Also: do the words rhyme; same ending of two words
    Tags: text, wordplay

    >>> do_words_rhyme("nation", "station")
    True
    >>> do_words_rhyme("cat", "dog")
    False
    >>> do_words_rhyme("Light", "night")
    True
    """
    return first.lower()[-3:] == second.lower()[-3:]


def can_spell(self, word, letters):
    """Check whether a word can be spelled with the given letters.

    Also: ransom note; are there enough letters to write a word; scrabble rack check
    Tags: text, wordplay

    >>> can_spell("tea", "eat more")
    True
    >>> can_spell("teat", "tea")
    False
    >>> can_spell("", "abc")
    True
    """
    return all(word.count(letter) <= letters.count(letter) for letter in word)


def find_anagrams(self, word, words):
    """List the words that are anagrams of a word.

    Also: which words have the same letters; anagrams out of a list
    Tags: text, wordplay

    >>> find_anagrams("listen", ["silent", "tinsel", "lists"])
    ['silent', 'tinsel']
    >>> find_anagrams("abc", ["cab", "ab"])
    ['cab']
    >>> find_anagrams("abc", [])
    []
    """
    return [other for other in words if sorted(other.lower()) == sorted(word.lower())]


def acrostic(self, text):
    r"""Read the first letter of each line.

    Also: acrostic of a poem; hidden word at the line beginnings
    Tags: text, wordplay

    >>> acrostic("Tall trees\nEvery day\nAlways green")
    'TEA'
    >>> acrostic("one")
    'o'
    >>> acrostic("")
    ''
    """
    return "".join(line[:1] for line in text.splitlines())


def hangman_display(self, word, guessed):
    """Show a hangman word with the letters guessed so far.

    Also: hide unknown letters by underscores; word guessing game display
    Tags: text, wordplay

    >>> hangman_display("hello", "lo")
    '_ _ l l o'
    >>> hangman_display("cat", "")
    '_ _ _'
    >>> hangman_display("cat", "tac")
    'c a t'
    """
    return " ".join(letter if letter in guessed else "_" for letter in word)


def wordle_feedback(self, guess, secret):
    """Compare a guess with a secret word: G right place, Y wrong place, - not in the word.

    Also: wordle hints; colours of a word guess; mastermind for letters
    Tags: text, wordplay

    >>> wordle_feedback("crane", "crate")
    'GGG-G'
    >>> wordle_feedback("tea", "eat")
    'YYY'
    >>> wordle_feedback("dog", "cat")
    '---'
    """
    signs = ""
    for letter, target in zip(guess, secret):
        if letter == target:
            signs += "G"
        elif letter in secret:
            signs += "Y"
        else:
            signs += "-"
    return signs


def rock_paper_scissors(self, first, second):
    """Tell who wins rock paper scissors: first, second or draw.

    Also: winner of a hand game; who beats whom in rock, paper, scissors
    Tags: text, wordplay

    >>> rock_paper_scissors("rock", "scissors")
    'first'
    >>> rock_paper_scissors("rock", "paper")
    'second'
    >>> rock_paper_scissors("paper", "paper")
    'draw'
    """
    beats = {"rock": "scissors", "paper": "rock", "scissors": "paper"}
    if first == second:
        return "draw"
    return "first" if beats[first] == second else "second"


def vowel_star_name(self, name):
    """Write a name as stage name: uppercase and with its vowels as stars.

    Also: cool artist name; capital letters with * for the vowels
    Tags: text, wordplay

    >>> vowel_star_name("Kesha")
    'K*SH*'
    >>> vowel_star_name("sky")
    'SKY'
    >>> vowel_star_name("")
    ''
    """
    return re.sub(r"[AEIOU]", "*", name.upper())


def emoticon_to_word(self, text):
    """Replace emoticons such as :) and :( by words.

    Also: translate smileys to text; describe the smileys of a message
    Tags: text, wordplay

    >>> emoticon_to_word("hello :)")
    'hello (smile)'
    >>> emoticon_to_word("oh no :(")
    'oh no (sad)'
    >>> emoticon_to_word("plain")
    'plain'
    """
    for sign, word in {":)": "smile", ":(": "sad", ";)": "wink"}.items():
        text = text.replace(sign, f"({word})")
    return text


def sentiment(self, text):
    """Tell whether a text sounds positive, negative or neutral.

    Also: mood of a message; simple sentiment by good and bad words; is the review happy
    Tags: text, wordplay

    >>> sentiment("What a great and lovely day")
    'positive'
    >>> sentiment("terrible food, awful service")
    'negative'
    >>> sentiment("I have a table")
    'neutral'
    """
    good = {"good", "great", "happy", "love", "lovely", "nice", "excellent", "best"}
    bad = {"bad", "sad", "terrible", "awful", "hate", "worst", "poor", "angry"}
    words = re.findall(r"\w+", text.lower())
    score = sum(word in good for word in words) - sum(word in bad for word in words)
    if score == 0:
        return "neutral"
    return "positive" if score > 0 else "negative"
