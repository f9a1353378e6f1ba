"""The picture of the daily digest."""
