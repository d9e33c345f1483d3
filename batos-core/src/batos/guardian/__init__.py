"""The guardian: what may enter the image, and how far it may go once it is in.

Generated methods are hostile until proven otherwise, and after. Five walls, lowest price first:

1. :mod:`batos.guardian.audit.audit` reads the source: an allow-list over the syntax tree, and the
   covenant (:mod:`batos.guardian.audit.rules.covenant`).
2. :mod:`batos.guardian.running.compiler` rewrites the audited tree (fuel, size guards) and
   compiles it against the listed names of :mod:`batos.guardian.dialect` alone.
3. :mod:`batos.guardian.trial.trial` runs it on examples in a forked, limited child process.
4. :mod:`batos.guardian.running.run` runs it in the worker under one budget per top-level send.
5. The kernel kills a worker that is past its deadline; that wall is not in this room.

``dialect``  what methods may use, and the budget that they have
``audit``    reading a source, without running anything
``running``  what has passed, compiled and run
``trial``    the child process in which a method is tried

Each sees only those above it in this list.
"""
