"""Questions: what a cycle asks a person where candidates differ, and what is answered."""
