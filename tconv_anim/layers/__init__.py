"""Integers and words: what a layer is, its sizes, and the formulas that give them.

Nothing here imports NumPy, so that ``tconv-anim size`` starts at once.
"""
