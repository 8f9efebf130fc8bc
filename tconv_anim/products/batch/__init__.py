"""Many figures from one file: what its rows say, what has to be drawn again, and by whom.

``figure_file.py`` reads the file, ``rows.py`` makes a figure or a sheet of each row,
``plan.py`` finds what is wrong before anything is drawn, ``manifest.py`` knows what is
there already, ``runner.py`` has the rest drawn.
"""
