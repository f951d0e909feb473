"""What is found out about a task, a file per kind of task."""
