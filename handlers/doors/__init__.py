"""Other doors: a phone call or a letter that an officer keys in."""
