"""Releases: what would be issued (pure), issuing it, the manifest that says from what it was made, and its proof."""

from qmsdocs.issuing.issue import Issued, ReleaseBlocked, release
from qmsdocs.issuing.plan import Plan, plan_release
from qmsdocs.issuing.verified import Deviation, Verified
from qmsdocs.issuing.verifying import verify

__all__ = ["Deviation", "Issued", "Plan", "ReleaseBlocked", "Verified", "plan_release", "release", "verify"]
