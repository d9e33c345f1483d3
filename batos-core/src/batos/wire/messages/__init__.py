"""What travels on the wire: the frame of every message, and a type for each request.

============================  ====================================================================
:mod:`~.frame`                header, limits, the body of an error
:mod:`~.request`              what a request is, and how it is read from a body
:mod:`~.kernel`               ``hello``, ``resume``, ``ctl.*``, ``job.*``, ``kernel.*``
:mod:`~.workers`              what workers and the kernel tell each other
:mod:`~.inference`            ``infer.*``: what the worker answers that holds the models
:mod:`~.events`               what is told while a request is carried out
the others                    what an image worker answers, a module for each noun
============================  ====================================================================

Nothing is imported here: a command needs the messages of its own noun only.
"""
