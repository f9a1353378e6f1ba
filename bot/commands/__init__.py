"""The commands of `tinbao`, a file a group.

What is heavy is imported inside a command, so that `tinbao -h` answers at once.
"""
