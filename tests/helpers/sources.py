"""The package's source, read once for all tests that look into it."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import tconv_anim

__all__ = ["FILES", "PACKAGE", "nodes_of", "tree_of"]

PACKAGE = Path(tconv_anim.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

_LOOKED_AT = (ast.Import, ast.ImportFrom, ast.Call, ast.Compare, ast.MatchValue)


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Every import, call and comparison of a file, anywhere in it."""
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, _LOOKED_AT)]
