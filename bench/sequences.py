#!/usr/bin/env python3
"""Trains the same model from the same numbers on the same batches as sequences.ts, in PyTorch, and prints its predictions."""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 1)


class Attention(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(features, heads, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


class Last(nn.Module):
    def __init__(self, features, units):
        super().__init__()
        self.lstm = nn.LSTM(features, units, batch_first=True)

    def forward(self, x):
        return self.lstm(x)[0][:, -1]


class Positions(nn.Module):
    def __init__(self, time, features):
        super().__init__()
        self.register_buffer("position", torch.zeros(time, features))

    def forward(self, x):
        return x + self.position


def main():
    task = json.load(sys.stdin)
    time_steps, features = task["inputs"]
    layers = []
    for layer in task["layers"]:
        if "lstm" in layer:
            layers.append(Last(features, layer["lstm"]))
            width = layer["lstm"]
        elif "positions" in layer:
            layers.append(Positions(time_steps, features))
        elif "attention" in layer:
            layers.append(Attention(features, layer["attention"]))
        elif "flatten" in layer:
            layers.append(nn.Flatten())
        else:
            layers.append(nn.Linear(width, layer["dense"]))
    model = nn.Sequential(*layers)
    # in the order in which both list them
    tensors = []
    for layer in model:
        if isinstance(layer, Positions):
            tensors.append(layer.position)
        elif isinstance(layer, Attention):
            a = layer.attention
            tensors += [a.in_proj_weight, a.out_proj.weight, a.in_proj_bias, a.out_proj.bias]
        elif not isinstance(layer, nn.Flatten):
            tensors += list(layer.parameters())
    with torch.no_grad():
        for tensor, values in zip(tensors, task["parameters"], strict=True):
            tensor.copy_(torch.tensor(values, dtype=torch.float32).reshape(tensor.shape))
    rows = lambda part: (
        torch.tensor(task[part]["inputs"], dtype=torch.float32).reshape(-1, time_steps, features),
        torch.tensor(task[part]["targets"], dtype=torch.float32).reshape(-1, task["outputs"]),
    )
    (x, y), (test, _) = rows("train"), rows("test")
    optimizer = torch.optim.Adam(model.parameters(), lr=task["learningRate"])
    loss_of = nn.MSELoss() if task["loss"] == "mean-squared-error" else bce
    started = time.perf_counter()
    for batch in torch.tensor(task["order"]).reshape(-1, task["batch"]):
        optimizer.zero_grad()
        loss_of(model(x[batch]), y[batch]).backward()
        optimizer.step()
    seconds = time.perf_counter() - started
    with torch.no_grad():
        predictions = model(test).flatten().tolist()
    print(json.dumps({"predictions": predictions, "seconds": seconds}))


def bce(output, target):
    """Summed over the outputs, averaged over the samples."""
    return nn.functional.binary_cross_entropy_with_logits(output, target, reduction="sum") / len(target)


if __name__ == "__main__":
    main()
