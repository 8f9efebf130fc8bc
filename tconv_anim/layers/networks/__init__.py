"""Networks: rows of layers, in compact notation, in TOML or built in, and what they come to.

``compact_notation``, ``toml_file`` (with ``toml_values``) and ``presets`` read into a
``spec``; ``infer`` makes a ``network`` of it, with ``receptive_field`` and ``skips``.
``onnx/`` makes one of an ONNX file.
"""
