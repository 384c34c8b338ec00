"""Two Word releases into one with tracked changes: accepting all gives the new one, rejecting all the old one."""

from qmsdocs.word.redline.redline import redline

__all__ = ["redline"]
