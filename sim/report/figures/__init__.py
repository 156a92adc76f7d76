"""The figures of the report: ``style`` is the one style, ``charts`` draws them."""
