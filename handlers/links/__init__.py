"""Tips that belong together: twins, merging, related ones."""
