"""What every request passes through, outermost first: errors, headers, sessions, CSRF."""
