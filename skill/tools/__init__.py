"""Development tools; none of them ships."""
