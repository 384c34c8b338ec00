"""Releases: what would be issued (pure), issuing it, and the manifest that says from what it was made."""

from qmsdocs.issuing.issue import Issued, ReleaseBlocked, release
from qmsdocs.issuing.plan import Plan, plan_release

__all__ = ["Issued", "Plan", "ReleaseBlocked", "plan_release", "release"]
