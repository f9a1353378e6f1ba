"""A member's own sessions, PIN and second factor."""
