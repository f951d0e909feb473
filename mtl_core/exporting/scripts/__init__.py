"""Scripts that travel inside bundles as they stand here; nothing of ours imports them."""
