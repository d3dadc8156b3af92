"""The controls that every page is built from. They know the theme; they know nothing of cases."""
