"""Every option of a layer, a figure and a sheet, declared once.

From here come the command line's options and their help, the keywords of the Python
functions, the keys of a batch's rows, the stored command and the tables of the reference.
Nothing here is heavy, so that the help needs no NumPy. ``layer.py`` and ``figure.py``
declare options, ``commands.py`` says which command has which.
"""

from .commands import COMMAND_NAMES as COMMAND_NAMES
from .commands import option_named as option_named
from .commands import options_of_command as options_of_command
from .layer import LAYER as LAYER
from .layer import layer_default as layer_default
from .limits import *  # noqa: F403
from .option import ANY_KIND as ANY_KIND
from .option import RESAMPLING_KINDS as RESAMPLING_KINDS
from .option import Option as Option
from .option import read_option as read_option
