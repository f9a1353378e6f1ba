"""Floor 2: the one way in (`turn`) and the one way out (`outbox`), and what is due in time."""
