"""One module a question: literal rows in, the rows of its answer worked by hand."""
