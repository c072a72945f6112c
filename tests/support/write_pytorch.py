"""Writes the state dict of a PyTorch network with names of its own as safetensors, and prints what it says to some inputs.

usage: write_pytorch.py FILE.safetensors
"""
import json
import sys

import torch
from torch import nn

torch.manual_seed(7)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.recurrent = nn.GRU(6, 5, batch_first=True)
        self.head = nn.Linear(5, 3)

    def forward(self, x):
        x = torch.relu(self.norm(self.stem(x)))
        x = x.flatten(1).reshape(len(x), 24, 6)
        return self.head(self.recurrent(x)[0][:, -1])


net = Net()
for _ in range(5):
    net(torch.randn(8, 1, 6, 6) * 2 + 1)  # which leaves means and variances behind
net.eval()

header, data = {"__metadata__": {"format": "pt"}}, b""
for name, tensor in sorted(net.state_dict().items()):
    numbers = tensor.contiguous().numpy().tobytes()
    dtype = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
    header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(numbers)]}
    data += numbers
text = json.dumps(header).encode()
with open(sys.argv[1], "wb") as file:
    file.write(len(text).to_bytes(8, "little") + text + data)

inputs = torch.randn(3, 1, 6, 6)
with torch.no_grad():
    print(json.dumps({"inputs": inputs.flatten().tolist(), "outputs": net(inputs).flatten().tolist()}))
