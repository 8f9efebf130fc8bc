"""``python -m tconv_anim`` is ``tconv-anim``."""

from .cli import main

main(prog_name="tconv-anim")
