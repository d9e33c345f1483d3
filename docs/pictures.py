"""Draw the pictures of the documentation from the running program.

    python docs/pictures.py FOLDER      a system in that folder, with the model that is configured

A kernel is started, a Parlor is opened on it without a terminal, a person's lines are typed, and
what is on the screen then is written as SVG.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

from batos.config import Paths, load_config
from batos_client.parlor.app import Parlor
from batos_client.parlor.host import Host

PICTURES = Path(__file__).parent / "pictures"
_SIZE = (110, 34)
_PATIENCE_S = 900.0
_MISSION = "write a method that counts the vowels in a text; e.g. 'banana split' gives 4"
_TALK = (
    "/send genesis count_vowels 'living image'",
    "ROBIN, why should I teach you anything?",
)
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""What would fetch letters from elsewhere."""


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
        asyncio.run(_draw(folder))
    finally:
        stop_kernel(loaded, now=True)
    return 0


async def _draw(folder: Path) -> None:
    app = Parlor(load_config().paths.runtime_dir, folder / "parlor")
    async with app.run_test(size=_SIZE) as pilot, asyncio.timeout(_PATIENCE_S):
        host = await _opened(app)
        await _say(host, _MISSION)
        await pilot.pause(1.0)
        _keep(app, "approval")
        for turn in host.talk.waiting:
            host.talker.decide(turn, install=True)
        await _quiet(host)
        for line in _TALK:
            await _say(host, line)
        await pilot.pause(1.0)
        _keep(app, "parlor")


async def _say(host: Host, line: str) -> None:
    await host.take(line, from_prompt=False)
    await _quiet(host)


async def _quiet(host: Host) -> None:
    while host.talk.running:
        await asyncio.sleep(0.1)
    await host.transcript.settled()


def _keep(app: Parlor, name: str) -> None:
    svg = _FONT_FACE.sub("", app.export_screenshot(title="batos"))
    (PICTURES / f"{name}.svg").write_text(f"{svg.rstrip()}\n", "utf-8")


async def _opened(app: Parlor) -> Host:
    while app.host is None or not app.host.is_open:
        await asyncio.sleep(0.1)
    return app.host


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
