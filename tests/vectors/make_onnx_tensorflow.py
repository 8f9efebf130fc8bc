"""Writes onnx_tensorflow.json: what tf2onnx makes of Keras' models, whose channels are last; with
Keras' counts of parameters, products counted layer by layer, and the sizes that ONNX Runtime makes.
Models are stored without the numbers of their weights.

    python -m tests.vectors.make_onnx_tensorflow

Needs tensorflow, tf2onnx, onnx and onnxruntime; the versions that answered are in the file.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
from pathlib import Path

import keras
import numpy as np
import onnx
import onnxruntime
import tensorflow as tf
import tf2onnx
from keras import layers

from tests.vectors.exported_models import node_shapes, stripped


def unet(size):
    """Skips, pools, transposed layers."""
    x = first = layers.Input((*size, 3), name="x")
    skips = []
    for channels in (4, 8):
        x = layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    for channels, skip in zip((8, 4), reversed(skips), strict=True):
        x = layers.Conv2DTranspose(channels, 3, strides=2, padding="same")(x)
        x = layers.Concatenate()([x, skip])
        x = layers.Conv2D(channels, 3, padding="same", activation="relu")(x)
    return keras.Model(first, layers.Conv2D(2, 1)(x))


def decoder(size):
    """Resizing, depthwise layers, averages of same padding, pixel shuffle."""
    x = first = layers.Input((*size, 4), name="x")
    x = layers.UpSampling2D(2)(x)
    x = layers.DepthwiseConv2D(3, padding="same")(x)
    x = layers.AveragePooling2D(3, strides=2, padding="same")(x)
    x = layers.UpSampling2D(2, interpolation="bilinear")(x)
    x = layers.Conv2D(12, 3, strides=2, padding="same", use_bias=False)(x)
    x = layers.Lambda(lambda y: tf.nn.depth_to_space(y, 2))(x)
    return keras.Model(first, layers.Conv2DTranspose(2, 5, strides=3, padding="valid")(x))


def audio(size):
    """One axis."""
    x = first = layers.Input((*size, 6), name="x")
    x = layers.Conv1D(4, 5, padding="causal", dilation_rate=2)(x)
    x = layers.MaxPooling1D(2)(x)
    return keras.Model(first, layers.Conv1DTranspose(2, 4, strides=2, padding="same")(x))


MODELS = {
    "unet": (unet((32, 48)), (32, 48)),
    "unet, open": (unet((None, None)), (24, 40)),
    "decoder": (decoder((7, 9)), (7, 9)),
    "audio": (audio((20,)), (20,)),
}


def convolutions(model, size):
    """The products of every convolution; of a transposed one on its input."""
    x = np.zeros((1, *size, model.inputs[0].shape[-1]), np.float32)
    shapes = {}
    for layer in model.layers:
        if layer.weights:
            ends = keras.Model(model.inputs, [layer.input, layer.output])(x)
            shapes[layer] = [tuple(end.shape[1:-1]) for end in ends]
    total = 0
    for layer, (before, after) in shapes.items():
        cells = before if "Transpose" in type(layer).__name__ else after
        total += int(np.prod(cells)) * int(np.prod(layer.weights[0].shape))
    return total


def main():
    versions = {m.__name__: m.__version__ for m in (tf, keras, tf2onnx, onnx, onnxruntime)}
    cases, numbers = [], np.random.default_rng(0)
    for name, (model, size) in MODELS.items():
        model.set_weights([numbers.random(w.shape, np.float32) for w in model.weights])
        channels = model.inputs[0].shape[-1]
        for first in (False, True)[: len(size)]:
            signature = [tf.TensorSpec(model.inputs[0].shape, tf.float32, name="x")]
            function = tf.function(lambda x, model=model: model(x), input_signature=signature)
            options = {"inputs_as_nchw": ["x"]} if first else {}
            found, _ = tf2onnx.convert.from_function(function, signature, opset=17, **options)
            shape = (1, channels, *size) if first else (1, *size, channels)
            x = np.zeros(shape, np.float32)
            cases.append(
                {
                    "network": name,
                    "variant": "channels first" if first else "channels last",
                    "input_size": list(size),
                    "parameters": int(sum(np.prod(w.shape) for w in model.weights)),
                    "macs": convolutions(model, size),
                    "sizes": node_shapes(found, x),
                    "model": stripped(found),
                }
            )
    target = Path(__file__).with_name("onnx_tensorflow.json")
    target.write_text(json.dumps({"versions": versions, "cases": cases}, indent=0) + "\n")


if __name__ == "__main__":
    main()
