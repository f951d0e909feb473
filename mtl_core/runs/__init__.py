"""The records that web and workers share, and the launcher that starts workers."""
