"""How staff join and leave."""
