"""Groups of the community that get messages of a unit."""
