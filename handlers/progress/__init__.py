"""A tip on its way: verify, hand over, assign, extend, reopen."""
