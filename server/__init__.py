"""Composition root: settings, database, application, jobs, command line."""
