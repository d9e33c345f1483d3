"""Understanding: which command a sentence comes to, before anything is done."""
