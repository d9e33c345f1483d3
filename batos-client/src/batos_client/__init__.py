"""The Synaptic Console: talk to BAT OS in plain language."""
