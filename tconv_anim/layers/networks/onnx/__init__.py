"""Networks out of ONNX files: the file, its shapes, what its inputs mean, rows, and skips."""
