"""Static checks of a rulebook."""
