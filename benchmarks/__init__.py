"""Benchmarks against peers, outside CI."""
