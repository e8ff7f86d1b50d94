"""A first mapping for files that nobody has described, with the reason for every line."""
