"""PyTorch's DistributedDataParallel on gloo, one thread a rank, on P4: RANK and WORLD_SIZE say which rank this is of how many."""
import os
import sys
import time

import torch
import torch.distributed as dist
from torch import nn

SIZES = [784, 1024, 1024, 10]
batch, rounds, steps = (int(arg) for arg in sys.argv[1:4])
rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
torch.set_num_threads(1)
torch.manual_seed(1)
if world > 1:
    dist.init_process_group("gloo")
model = nn.Sequential(nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))
network = nn.parallel.DistributedDataParallel(model) if world > 1 else model
optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
loss_of = nn.CrossEntropyLoss()
own = batch // world
inputs = torch.rand(own, 784)
targets = torch.randint(0, 10, (own,))


def step():
    optimizer.zero_grad(set_to_none=True)
    loss_of(network(inputs), targets).backward()
    optimizer.step()


step()
times = []
for _ in range(rounds):
    if world > 1:
        dist.barrier()
    started = time.perf_counter()
    for _ in range(steps):
        step()
    times.append((time.perf_counter() - started) / steps * 1000)
if rank == 0:
    print(sorted(times)[len(times) // 2])
