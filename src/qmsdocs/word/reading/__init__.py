"""What stands in any Word file, as plain values: paragraphs, tables, notes, comments, pictures; tracked changes resolved."""
