"""What the tasks should say, a file per kind: labels as numbers with a mask, and a network's outputs as answers."""
