"""Better settings for an experiment, sought by trials that the validation rows judge."""
