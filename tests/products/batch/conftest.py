"""Fixtures of tests of batches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import shown_batch
from tests.helpers.batches import batch


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    done = batch(folder)
    assert done.exit_code == 0, done.output
    assert done.stderr == f"{folder / 'out'}: 8 drawn, 0 there already, 0 failed.\n"
    return folder


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The figures of a batch, drawn, for whoever shows them."""
    folder = tmp_path_factory.mktemp("shown")
    shown_batch.batch(folder)
    return folder
