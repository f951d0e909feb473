"""Charts: each module turns facts into named numbers, then those into a plotly figure."""
