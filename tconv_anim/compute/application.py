"""Any layer applied to an array: what ``tconv_anim.apply`` does."""

from __future__ import annotations

import numpy.typing as npt

from ..errors import LayerError
from ..layers.layer import Layer
from ..layers.resampling.base import Resampling
from . import convolve
from .arrays import Array
from .resample import resampled

__all__ = ["apply"]


def apply(
    layer: Layer | Resampling,
    x: npt.ArrayLike,
    w: npt.ArrayLike | None = None,
    bias: npt.ArrayLike | None = None,
) -> Array:
    r"""The output of *layer* for the input *x* and, where it has weights, the weights *w*.

    Parameters
    ----------
    layer : Layer, Pool, Resize or PixelShuffle
    x : array, shape (C_in, \*input size), 1 to 3 axes of sizes
    w : array
        As PyTorch lays them out: (C_out, C_in / groups, \*kernel size) of a convolution,
        (C_in, C_out / groups, \*kernel size) of a transposed layer.
    bias : array, shape (C_out,), optional
        A number for each output channel.

    Of a layer of one channel *x* and *w* may both be without axes for channels. A pool or a
    resize takes *x* with or without channels where it fixes the number of axes, and reads
    every axis as one of sizes where it does not; a pixel shuffle takes channels first.

    Returns
    -------
    array of shape (C_out, \*output size), without the first axis where *x* has none
        Integer input gives exact integers (floating ones where it is averaged or
        interpolated), floating input its own precision.

    Raises
    ------
    LayerError
        The shapes do not fit the layer, or the layer has no output for them.

    Notes
    -----
    A transposed layer is computed by scattering (each kernel cell stamps the whole
    scaled input at stride s, d cells further on), a standard convolution by
    gathering: the way that touches no inserted zeros. Source: the definitions in the
    PyTorch documentation.

    Examples
    --------
    >>> layer = Layer("transposed", kernel_size=2, stride=2)
    >>> apply(layer, [[1, 2]], [[1, 10], [100, 1000]])
    array([[   1,   10,    2,   20],
           [ 100, 1000,  200, 2000]])
    >>> mix = Layer("conv", kernel_size=1, in_channels=2, out_channels=2)
    >>> apply(mix, [[1, 2], [10, 20]], [[[1], [1]], [[0], [3]]], [100, 0])
    array([[111, 122],
           [ 30,  60]])
    >>> from tconv_anim import Pool
    >>> apply(Pool(kernel_size=2, mode="average"), [[1, 2], [3, 4]])
    array([[2.5]])
    """
    if isinstance(layer, Resampling):
        if w is not None or bias is not None:
            raise LayerError(
                "a {layer} has no weights: leave out {given}.",
                layer=layer.title.lower(),
                given="bias" if w is None else "w",
            )
        return resampled(layer, x)
    if w is None:
        raise LayerError(
            "w is missing: a {layer} has weights.", layer=layer.operation.title.lower()
        )
    return convolve.apply(layer, x, w, bias)
