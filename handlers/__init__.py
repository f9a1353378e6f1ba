"""The conversations, one folder each, and the router that chooses. No platform, no SQL here."""
