"""Upgrades: another environment is made and tried on a copy, then it takes over, or nothing does.

The founding documents' Ship of Theseus: every plank may be replaced, and the ship sails on.
"""
