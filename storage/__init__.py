"""Floor 1: what is kept, and how it is sealed. SQL stays behind the stores of this package."""
