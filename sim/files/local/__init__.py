"""A site's own numbers: the spreadsheet that asks for them, and what people typed into it."""
