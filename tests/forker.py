"""A process that has everything imported, and forks a child for each program that it is to run.

A fresh interpreter imports for half a second before it does anything, and the tests run hundreds
of programs. A child is a process of its own with its own environment, folder and streams, which
ends as an interpreter ends.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


class Forker:
    """Runs programs of this project, as :func:`subprocess.run` would."""

    def __init__(self):
        self._ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                # The streams of its children, until these have their own.
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            )

    def run(self, words, *, env, cwd=None, say=None, timeout=240):
        """Run a program until its end.

        Args:
            words: ``batos`` or the path of a program, and its arguments.
            env: The whole environment.
            cwd: The folder to be in; this process's own when left out.
            say: The text of the standard input.
            timeout: Seconds after which it is killed.
        """
        asked = {"words": [str(word) for word in words], "env": env, "cwd": str(cwd or Path.cwd())}
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            streams[0].write((say or "").encode("utf-8", "surrogateescape"))
            streams[0].seek(0)
            mine, theirs = socket.socketpair()
            answers = stack.enter_context(mine.makefile("rw", encoding="utf-8"))
            stack.enter_context(mine)
            with theirs:
                files = [theirs.fileno(), *(stream.fileno() for stream in streams)]
                socket.send_fds(self._ours, [b"."], files)
            print(json.dumps(asked), file=answers, flush=True)
            pid = int(answers.readline())
            mine.settimeout(timeout)
            try:
                code = int(answers.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(words, timeout) from None
            texts = []
            for stream in streams[1:]:
                stream.seek(0)
                texts.append(stream.read().decode("utf-8", "surrogateescape"))
        return subprocess.CompletedProcess(words, code, *texts)

    def close(self):
        self._ours.close()
        self._process.wait()


def _import_all():
    for package in ("batos", "batos_client"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            importlib.import_module(module.name)


def _serve(link):
    """Fork a child for each request; return what the child that this process then is shall run."""
    while True:
        _, files, _, _ = socket.recv_fds(link, 1, 4)
        if not files:
            os._exit(0)
        if not os.fork():
            link.close()
            return _attend(*files)
        for file in files:
            os.close(file)


def _attend(conversation, *streams):
    """Fork the child and tell how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with open(conversation, "r+b", buffering=0) as stream:
        asked = json.loads(stream.readline())
        pid = os.fork()
        if pid:
            for file in streams:
                os.close(file)
            stream.write(f"{pid}\n".encode())
            _, status = os.waitpid(pid, 0)
            stream.write(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os._exit(0)
    for number, file in enumerate(streams):
        os.dup2(file, number)
        os.close(file)
    return asked


def _become(asked):
    """Take on what belongs to a process of its own."""
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    importlib.invalidate_caches()
    sys.argv = asked["words"]


def main():
    _import_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody is left to be waited for
    _become(_serve(socket.socket(fileno=int(sys.argv[1]))))
    if sys.argv[0] == "batos":
        importlib.import_module("batos.cli.main").run()
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
