"""Finding tips, by what is known of them and by the words in them."""
