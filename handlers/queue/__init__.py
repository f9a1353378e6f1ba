"""The queue: views, filters, labels, many at once, the staff group's board."""
