"""The plain data of learning: mission, contract, candidate, thought, outcome."""
