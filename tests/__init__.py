"""The tests; a package, so that nobody else's ``tests`` can be taken for it."""
