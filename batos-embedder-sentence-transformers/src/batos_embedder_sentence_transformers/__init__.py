"""The models of sentence-transformers as embedders of BAT OS."""
