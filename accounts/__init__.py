"""Units, people, roles and the one permission table, sessions, the audit trail."""
