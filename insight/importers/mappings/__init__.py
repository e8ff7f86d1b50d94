"""What a mapping file may say, line by line."""
