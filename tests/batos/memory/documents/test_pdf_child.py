"""The child that reads a PDF: it gives up files before it looks at what it was given."""

import json
import subprocess
import sys

from .pdfs import pdf


def child(content):
    done = subprocess.run(
        [sys.executable, "-m", "batos.memory.documents.pdf_child", "10", "60", str(1 << 30)],
        input=content,
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_it_tells_pages_or_a_problem():
    assert child(pdf("A page.")) == {"pages": ["A page."], "problem": ""}
    assert child(b"%PDF-")["problem"]


def test_it_can_open_no_file_once_it_is_confined():
    program = (
        "import sys; from batos.memory.documents import pdf_child as c; c._warm_up();"
        "c.confine(1 << 30, 60)\n"
        "try: open(c.__file__)\n"
        "except OSError: print('refused')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert sys.platform != "linux" or done.stdout == "refused\n"
