"""Reading what is asked: sentences, calls and examples become a contract."""
