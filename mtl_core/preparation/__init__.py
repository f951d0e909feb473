"""From what is asked for to what training starts from."""
