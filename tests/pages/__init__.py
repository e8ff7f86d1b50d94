"""Every page as AppTest runs it from app.py; what only a browser shows is in tests/browser."""
