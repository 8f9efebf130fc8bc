"""A user's own numbers, from text, files and pictures."""
