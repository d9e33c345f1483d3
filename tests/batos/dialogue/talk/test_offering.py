"""*What can you do?*, from the image."""

from batos.dialogue.talk.offering import offering


def told(image, *personas):
    with image.session.read() as root:
        return offering(root, personas).splitlines()


def test_of_a_newborn_image(home):
    lines = told(home.open(), "alfred")
    assert lines[0] == "Nothing has been learned yet."
    assert lines[-1] == "To talk with: ALFRED (The alfred)."


def test_objects_with_their_methods_and_an_order_that_works(home):
    image = home.open()
    image.shaping.new("lamp", slots={"on": False})
    for number in range(9):
        image.handwork.define(f"lamp.set{number}", f"def set{number}(self, x):\n    self.on = x\n")
    lines = told(image)
    assert lines[1].startswith("  lamp: set0(x), set1(x), ")
    assert lines[1].endswith("set7(x) and 1 more")
    assert "\"set0 'x' on the lamp\"" in lines[2]
    assert image.ask("set0 'x' on the lamp").text == "lamp.set0('x')"
