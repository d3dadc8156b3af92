"""What is a case, a contact, a consent, a count? Frozen values; no Qt, no database, no files but the code lists."""
