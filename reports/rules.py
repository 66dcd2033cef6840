"""Who may see and ask for what."""

from core.authz import permission

permission("reports.worklist")
