"""How a version is made and kept: reading exports, counting, writing, removing older ones."""
