"""What members can type, and how they are helped with it."""
