"""Why a network answers about one row as it does: what each column of it adds, and what would change without."""
