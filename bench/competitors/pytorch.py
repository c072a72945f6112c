"""PyTorch, as its tutorials write a training step: functional layers, autograd, torch.optim."""

ID = "pytorch"
NAME = "PyTorch"
WIDTHS = {"P1": "f64", "P3": "f32", "P4": "f32", "P5": "f32"}
THREADS = [1, 2]


def available():
    import torch

    return torch.__version__


def prepare(problem, threads):
    return Training(problem, threads)


class Training:
    def __init__(self, problem, threads):
        import torch

        torch.set_num_threads(threads)
        self.torch = torch
        self.threads = torch.get_num_threads()
        dtype = torch.float64 if WIDTHS[problem.id] == "f64" else torch.float32
        tensor = lambda values: torch.tensor(values, dtype=dtype)
        self.inputs = tensor(problem.inputs)
        if hasattr(problem, "picture"):
            self.inputs = self.inputs.reshape(-1, *problem.picture)
        self.targets = tensor(problem.targets)
        self.labels = self.targets.argmax(1)
        self.is_classifier = problem.loss == "softmax-cross-entropy"
        self.layers = problem.layers
        self.weights = [
            tensor(self.shaped(layer, weight)).requires_grad_()
            for layer, weight in zip(problem.layers, problem.weights)
        ]
        self.biases = [tensor(bias).requires_grad_(problem.trainsBiases) for bias in problem.biases]
        activations = {"sigmoid": torch.sigmoid, "relu": torch.relu, "linear": lambda x: x}
        self.activations = [activations[layer["activation"]] for layer in problem.layers]
        self.trained = [
            parameter
            for layer in zip(self.weights, self.biases)
            for parameter in layer
            if parameter.requires_grad
        ]
        rule = torch.optim.Adam if problem.optimizer == "adam" else torch.optim.SGD
        self.optimizer = rule(self.trained, lr=problem.learningRate)

    @staticmethod
    def shaped(layer, weight):
        side = layer.get("kernel")
        return weight.reshape(layer["outputs"], layer["inputs"], side, side) if side else weight

    def step(self, count):
        functional = self.torch.nn.functional
        layers = list(zip(self.layers, self.weights, self.biases, self.activations))
        for _ in range(count):
            out = self.inputs
            for layer, weight, bias, activation in layers:
                if "kernel" in layer:
                    out = activation(functional.conv2d(out, weight, bias))
                    out = functional.max_pool2d(out, layer["pool"])
                else:
                    out = activation(functional.linear(out.flatten(1), weight, bias))
            if self.is_classifier:
                loss = functional.cross_entropy(out, self.labels)
            else:
                loss = 0.5 * functional.mse_loss(out, self.targets, reduction="sum") / len(out)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
        self.last = loss

    def parameters(self):
        return [parameter.detach().numpy() for parameter in self.trained]

    def loss(self):
        return self.last.item()
