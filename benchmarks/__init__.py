"""What produces every performance figure that the product states."""
