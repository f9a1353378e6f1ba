"""How fast, how small, and whether anything is lost. Each is run by itself: `benchmarks/intake.py`."""
