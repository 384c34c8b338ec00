"""LibreOffice where it is present: the one place that starts it."""
