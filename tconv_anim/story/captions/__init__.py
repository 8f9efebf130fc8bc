"""What a view says, a file a view."""
