"""The sections of a cheat-sheet, a file each: from the content to blocks."""
