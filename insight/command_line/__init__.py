"""The command line: one module per command, one line per mistake, no traceback."""
