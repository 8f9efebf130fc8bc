"""One figure: planned, drawn, written."""
