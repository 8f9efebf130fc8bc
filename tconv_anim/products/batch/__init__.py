"""Many figures from one file: what its rows say, what has to be drawn again, and by whom.

``course.py`` reads the file, ``manifest.py`` knows what is drawn already, ``runner.py``
draws the rest. How a row is drawn is handed in: the rows speak the command line's words.
"""

from .figure_file import Course, Row, read_course
from .manifest import MANIFEST
from .runner import Outcome, Task, run

__all__ = ["MANIFEST", "Course", "Outcome", "Row", "Task", "read_course", "run"]
