"""Which rows train, which pick the best epoch, which only judge."""
