"""Reading a source before it may enter: rules, covenant, findings."""
