"""What a release shows: fields, tables of facts, text and lists, from an edition to bytes."""
