"""Procedures as offices write them in Word, and what a reader should find in them."""
