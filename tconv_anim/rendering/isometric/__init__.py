"""The isometric style: panels as slanted planes above each other."""
