"""Free/busy time (RFC 5545) out of the calendar files that other people and programs wrote."""
