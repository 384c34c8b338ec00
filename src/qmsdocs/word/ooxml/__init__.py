"""The file format itself: names, safe opening, relationships, properties, packing."""
