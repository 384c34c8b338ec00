"""Verbs that write YAML and Markdown: they splice text, never dump it, and re-read it before it lands."""
