"""What processes and screens tell each other, as types: events, commands and results; each is written once, here."""
