"""From frames to files: a format a file, all behind one table."""
