"""The kernel: router, workers and supervision.

Nothing is imported here, so that ``import batos.kernel`` stays free of ZeroMQ.
"""
