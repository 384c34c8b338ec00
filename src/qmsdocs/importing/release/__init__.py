"""Releases of ours that come back: what was edited in Word goes into the files they were made from."""
