"""Talking with a reporter: prepared questions, pictures, what they are told of a status."""
