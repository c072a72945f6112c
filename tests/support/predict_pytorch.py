"""Reads models that backstep wrote as safetensors, and says what PyTorch makes of their inputs.

usage: predict_pytorch.py CASES.json; prints one JSON list of the outputs of each case, or of what went wrong.
A case: { "file", "modules": [text], "last": [numbers of modules that put out their last step only], "inputs": rows, "shape" }
"""
import json
import sys

import numpy
import torch
from torch import nn

DTYPES = {"F32": numpy.float32, "F64": numpy.float64}


def read_safetensors(path):
    """The format in ten lines: the length of the header, the header, the numbers."""
    with open(path, "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        numbers = numpy.frombuffer(data[begin:end], dtype=DTYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return tensors, metadata


class Steps:
    """A recurrent module inside of a Sequential: it passes on what it puts out, of all steps or of the last."""

    last = False

    def forward(self, x):
        out = super().forward(x)[0]
        return out[:, -1] if self.last else out


class RNN(Steps, nn.RNN):
    pass


class LSTM(Steps, nn.LSTM):
    pass


class GRU(Steps, nn.GRU):
    pass


class MultiheadAttention(nn.MultiheadAttention):
    causal = False

    def forward(self, x):
        mask = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), 1) if self.causal else None
        return super().forward(x, x, x, attn_mask=mask, need_weights=False)[0]


names = {**vars(nn), "RNN": RNN, "LSTM": LSTM, "GRU": GRU, "MultiheadAttention": MultiheadAttention}


def predict(case):
    tensors, metadata = read_safetensors(case["file"])
    assert "backstep" in metadata
    model = nn.Sequential(*[eval(text, names) for text in case["modules"]])
    for index in case["last"]:
        model[index].last = True
    for index in case["causal"]:
        model[index].causal = True
    if any(tensor.dtype == torch.float64 for tensor in tensors.values()):
        model = model.double()
    model.load_state_dict(tensors, strict=True)
    model.eval()
    dtype = next(iter(tensors.values())).dtype if tensors else torch.float64
    inputs = torch.tensor(case["inputs"], dtype=dtype).reshape(case["shape"])
    if isinstance(model[0], nn.Embedding):
        inputs = inputs.long()
    with torch.no_grad():
        return model(inputs).flatten().tolist()


with open(sys.argv[1]) as file:
    print(json.dumps([predict(case) for case in json.load(file)]))
