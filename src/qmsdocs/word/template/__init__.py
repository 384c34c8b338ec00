"""Word templates: the tags and styles they may have, opening and checking them, filling their controls."""
