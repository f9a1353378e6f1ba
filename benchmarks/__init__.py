"""How fast, how small, whether anything is lost: `docs/performance.md` tells how to read it."""
