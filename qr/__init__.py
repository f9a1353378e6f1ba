"""What is printed on a sticker: the link behind a point's code, and its picture."""
