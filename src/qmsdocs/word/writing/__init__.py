"""Text and tables of the block tree as elements of Word, and the parts they need."""
