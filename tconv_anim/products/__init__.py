"""What is made: figures, tables, sheets, batches."""
