"""llama.cpp's own server in a process of its own: a real peer, with real tokens.

Started as a program it says in one line of JSON where it listens and with which key, and lives
until its standard input ends.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path


class Peer:
    """A server that can be killed.

    Args:
        model: The model file.
        n_ctx: Tokens of context in total.
        parallel: Slots.
        vectors: Whether it makes embeddings as well.
    """

    def __init__(self, model: Path, n_ctx: int = 1024, parallel: int = 2, vectors: bool = False):
        words = [sys.executable, __file__, model, n_ctx, parallel, int(vectors)]
        self._process = subprocess.Popen(
            list(map(str, words)), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        line = self._process.stdout.readline()
        assert line, "the peer did not start"
        told = json.loads(line)
        self.root, self.key = told["address"], told["key"]
        self.url = f"{self.root}/v1"

    def metric(self, name: str) -> float:
        """Return one of the server's own counters."""
        request = urllib.request.Request(
            f"{self.root}/metrics", headers={"Authorization": f"Bearer {self.key}"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        [found] = [line for line in lines if line.startswith(f"llamacpp:{name} ")]
        return float(found.rpartition(" ")[2])

    def kill(self) -> None:
        """End it without a word, as a crash does."""
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()


def _serve(model: str, n_ctx: int, parallel: int, vectors: bool) -> None:
    import xllamacpp

    from batos_backend_llamacpp.native import NativeServer
    from batos_backend_llamacpp.options import LlamaOptions

    if vectors:
        plain = xllamacpp.CommonParams

        def params():
            made = plain()
            made.embedding = True
            made.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
            return made

        xllamacpp.CommonParams = params
    options = LlamaOptions(n_ctx=n_ctx, parallel=parallel, threads=1)
    server = NativeServer(Path(model), options)
    address = server._server.listening_address
    print(json.dumps({"address": address, "key": server._key}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), bool(int(sys.argv[4])))
