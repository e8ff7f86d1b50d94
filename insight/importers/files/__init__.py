"""Files of any kind as rows of text: their header found, their rows staged, rejects set aside."""
