"""One module a question: a finding in words, a figure and its alternative text from a Result."""
