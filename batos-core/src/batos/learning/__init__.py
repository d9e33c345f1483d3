"""How methods are learned: from what is asked to a method that is there.

``model``     plain data that everything else speaks of
``request``   reading what is asked
``evidence``  what speaks for a method
``records``   what the image keeps of learning
``cycle``     the state machine that thinks
``messages``  delivering messages, and learning what is missing on the way
``resuming``  going on with cycles that have stopped

Each sees only those above it in this list. What approval, quarantine and the history of
methods have to say is handed in (:class:`batos.learning.cycle.oversight.Oversight`).
"""
