"""Texts become values and tables as the mapping says; what it leaves open is asked, not guessed."""
