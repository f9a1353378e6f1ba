"""What the desk does with tips, in chat."""
