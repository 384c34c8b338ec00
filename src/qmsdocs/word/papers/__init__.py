"""Administrative papers: decisions laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I, asks, and the measuring of that."""

from qmsdocs.word.papers.decision import Paper, render_decision
from qmsdocs.word.papers.measure import Deviation, measured

__all__ = ["Deviation", "Paper", "measured", "render_decision"]
