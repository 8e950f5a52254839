"""What every room stands on: the clock, identifiers, errors, time windows, signing. No tables."""
