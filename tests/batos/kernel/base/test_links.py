"""What the transport does with peers that behave badly."""

import subprocess
import sys

_FLOOD = """
import time
import zmq
from batos.kernel.base.links import Link
from batos.kernel.base.settings import KernelLimits

link = Link(zmq.Context(), max_message=1 << 20, limits=KernelLimits(), on_hold=lambda: None)
endpoint = link.bind("tcp://127.0.0.1:*")
far = zmq.Context().socket(zmq.DEALER)
far.rcvhwm = 1
far.connect(endpoint)
# More than is kept of what is not read, so that the library stops reading as well.
for _ in range(20_000):
    far.send(b"x" * 100)
while (received := link.receive()) is None:
    pass
for _ in range(8):  # what the far end has not read makes its end an error
    link.send(received[0].identity, [b"y" * 1_000_000])
time.sleep(0.5)
far.close(0)
time.sleep(3.0)  # the library's own timers are to run while the peer is gone and unread
while link.receive() is not None:
    pass
print("alive")
"""


def test_a_peer_that_floods_and_goes_before_it_is_read_does_not_end_the_process():
    done = subprocess.run(
        [sys.executable, "-c", _FLOOD], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
