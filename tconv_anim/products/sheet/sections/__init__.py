"""The parts of a cheat-sheet, a file each: from the subject to blocks."""
