"""``python -m tconv_anim`` is ``tconv-anim``."""

from .cli import main

if __name__ == "__main__":  # processes that are spawned import this file, too
    main(prog_name="tconv-anim")
