"""Draw the pictures of the documentation from the running program.

    python docs/pictures.py FOLDER      a system in that folder, with the model that is configured

A kernel is started, a Parlor is opened on it without a terminal, a person's lines are typed, and
what is on the screen then is written as SVG.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from batos.config import Paths, load_config
from batos_client.parlor.app import Parlor
from batos_client.parlor.host import Host

PICTURES = Path(__file__).parent / "pictures"
_SIZE = (110, 34)
_PATIENCE_S = 900.0
_TALK = (
    "write a method that counts the vowels in a text; e.g. 'banana split' gives 4",
    "/send genesis count_vowels 'living image'",
    "ROBIN, why should I teach you anything?",
)
_QUESTION = "write a method that gives the median of a list of numbers; e.g. [3, 1, 2] gives 2"


def main(folder: Path) -> int:
    """Draw them all; return the exit code."""
    models = str(Paths.find().cache_dir)  # not to be fetched once more
    os.environ |= {
        "BATOS_HOME": str(folder),
        "BATOS_CACHE": models,
        "BATOS_KERNEL__PORT": "0",
    }
    from batos.cli.system.starting import start, stop_kernel, wait_for_model

    loaded = load_config()
    start(loaded)
    try:
        wait_for_model(loaded)
        PICTURES.mkdir(exist_ok=True)
        asyncio.run(_drawn(folder, "parlor", _TALK, has_side=True))
        asyncio.run(_drawn(folder, "question", (_QUESTION,), has_side=False))
    finally:
        stop_kernel(loaded, now=True)
    return 0


async def _drawn(folder: Path, name: str, lines: tuple[str, ...], *, has_side: bool) -> None:
    paths = load_config().paths
    app = Parlor(paths.runtime_dir, folder / "parlor")
    async with app.run_test(size=_SIZE) as pilot, asyncio.timeout(_PATIENCE_S):
        host = await _opened(app)
        if not has_side:
            await app.action_side()
        for line in lines:
            await host.take(line, from_prompt=False)
            while host.talk.running:
                await asyncio.sleep(0.1)
            for turn in host.talk.waiting if has_side else ():
                host.talker.later(turn)
        await host.transcript.settled()
        await pilot.pause()
        svg = app.export_screenshot(title="batos")
        (PICTURES / f"{name}.svg").write_text(f"{svg.rstrip()}\n", "utf-8")


async def _opened(app: Parlor) -> Host:
    while app.host is None or not app.host.is_open:
        await asyncio.sleep(0.1)
    return app.host


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
