"""A trained network as a file that works elsewhere; it knows neither the screen nor how the network was trained."""
