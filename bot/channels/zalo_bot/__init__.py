"""The Zalo Bot Platform: a bot account that chats in plain text."""
