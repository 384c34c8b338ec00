"""GitPython is used here and nowhere else: facts of git as plain values."""
