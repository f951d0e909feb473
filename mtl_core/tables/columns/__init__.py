"""What kind and type each column of a table is, and what is known of it."""
