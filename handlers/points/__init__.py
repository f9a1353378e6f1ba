"""Signs and their places, for staff: a sign's card, its history, how much of 100% hangs."""
