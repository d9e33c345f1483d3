"""Looking at a folder that another program fills."""

import threading

from batos_backend_llamacpp.fetching.scratch import size_of


def test_the_largest_file_counts(tmp_path):
    assert size_of(tmp_path / "nowhere") == 0
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "part").write_bytes(b"12345")
    (tmp_path / "small").write_bytes(b"1")
    assert size_of(tmp_path) == 5


def test_folders_may_come_and_go_meanwhile(tmp_path):
    over = threading.Event()

    def churn():
        while not over.is_set():
            for number in range(20):
                (tmp_path / f"build{number}" / "er").mkdir(parents=True)
            for number in range(20):
                (tmp_path / f"build{number}" / "er").rmdir()
                (tmp_path / f"build{number}").rmdir()

    worker = threading.Thread(target=churn)
    worker.start()
    try:
        assert {size_of(tmp_path) for _ in range(1000)} == {0}
    finally:
        over.set()
        worker.join()
