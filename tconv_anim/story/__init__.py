"""What is told, frame by frame, as plain data: one file a view, no pixels, no Matplotlib."""
