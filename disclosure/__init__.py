"""What may be said: catalogue, records and versions, review, expiry."""
