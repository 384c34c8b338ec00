"""Strict YAML: text to plain values, and the positions of values. The one place that reads YAML."""
