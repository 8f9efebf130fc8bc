"""Where cells stand and which are reached, axis by axis."""
