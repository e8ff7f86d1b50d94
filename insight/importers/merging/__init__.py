"""New files of a source join what a data folder holds: all tables, or nothing."""
