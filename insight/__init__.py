"""Undercurrent: what customers want, what they get, and who changed first."""

__version__ = "0.1.0"
