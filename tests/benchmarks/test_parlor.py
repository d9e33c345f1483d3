"""What the benchmark of the Parlor makes of its readings."""

from benchmarks.parlor import grown_mb


def test_the_memory_has_grown_since_the_first_reading():
    assert grown_mb([(100, 80.0), (200, 90.0), (1000, 85.5)]) == 5.5
