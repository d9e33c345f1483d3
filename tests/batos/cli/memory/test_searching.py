"""What is found on the command line: narrowed, and by whom."""


def test_a_search_is_narrowed_by_what_a_file_says_of_itself(memory, tmp_path):
    file = tmp_path / "notes.md"
    file.write_text("---\nauthor: Ann\nyear: 2024\n---\nThe rose is red.\n", "utf-8")
    memory("add", str(file))
    found = memory("search", "rose", "--where", "author=ann", "--where", "year=2024")
    assert f"document, from {file}; author: Ann; year: 2024" in found.out
    assert "Did you mean 'author'?" in memory("search", "rose", "--where", "autor=Ann").err
    assert memory("search", "rose", "--where", "author=Bob", "--json").json() == []


def test_what_was_said_is_found_and_shown_to_the_one_who_said_it(batos):
    batos("ask", "remember that my boat is called Swan", "--by", "ann")
    asked = ("memory", "search", "swan", "--using", "words", "--kind", "fact")
    (found,) = batos(*asked, "--by", "ann", "--json").json()
    assert (found["kind"], found["snippet"]) == ("fact", "my boat is called Swan")
    line = f"fact, from the image itself; batos memory show {found['key']}"
    assert line in batos(*asked, "--by", "ann").out
    shown = ("memory", "show", found["key"])
    assert "my boat is called Swan" in batos(*shown, "--by", "ann").out
    assert batos(*asked, "--json").json() == []
    batos(*shown).sentence(2, "There is no source named", "")
    old = ("memory", "search", "swan", "--by", "words")
    batos(*old).sentence(2, "--by says who you are.", "--using words")
