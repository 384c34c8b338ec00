"""Master lists: what is in force, which external documents are followed, which forms and records there are."""

from qmsdocs.model.document import ListKind
from qmsdocs.registers.lists import LIST_KINDS, STATUS_NAMES, master_list
from qmsdocs.registers.table import Cell, Column, Table

__all__ = ["LIST_KINDS", "STATUS_NAMES", "Cell", "Column", "ListKind", "Table", "master_list"]
