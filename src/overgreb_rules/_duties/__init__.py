"""From activation to status of each duty."""
