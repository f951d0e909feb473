"""Tables: files in, typed columns and what is known of them out."""
