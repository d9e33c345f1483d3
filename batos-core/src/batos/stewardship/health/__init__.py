"""Whether what is stored is sound: quarantine, new rules, the parts against each other."""
