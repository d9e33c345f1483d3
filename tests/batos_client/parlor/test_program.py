"""A command of ``batos`` in a process of its own."""

import asyncio

from batos_client.parlor.program import RunningProgram


def test_what_it_prints_is_told(p):
    told = []

    @p.on_a_loop
    async def run():
        return await RunningProgram(("--version",), told.append, width=60).run()

    run()
    assert told[-1].startswith("batos, version ")


def test_its_exit_code_and_its_errors_are_told(p):
    told, codes = [], []

    @p.on_a_loop
    async def run():
        codes.append(await RunningProgram(("nonsense",), told.append, width=60).run())

    run()
    assert codes == [2]
    assert "There is no command 'nonsense'" in told[-1]


def test_it_is_stopped(p, tmp_path, monkeypatch):
    monkeypatch.setenv("BATOS_HOME", str(tmp_path))
    codes = []

    @p.on_a_loop
    async def run():
        program = RunningProgram(("serve",), lambda text: None, width=60)
        running = asyncio.ensure_future(program.run())
        while program._process is None:
            await asyncio.sleep(0.01)
        program.stop()
        program.stop()
        codes.append(await running)
        program.stop()  # nothing is there any more

    run()
    assert codes[0] < 0
