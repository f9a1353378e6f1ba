"""Pictures of how much of 100% hangs: a chart, a map."""
