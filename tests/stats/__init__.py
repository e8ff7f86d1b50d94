"""Statistics against published results and known truths."""
