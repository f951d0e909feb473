"""Charts: each module turns facts into named numbers, then those into a plotly figure; they know no network and no
screen."""
