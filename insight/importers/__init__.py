"""How exports of survey tools, and any other file, become tables in our words."""
