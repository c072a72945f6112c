"""scikit-learn's MLPClassifier, one call of partial_fit for each step."""

ID = "sklearn"
NAME = "scikit-learn"
WIDTHS = {"P3": "f32", "P4": "f32"}
THREADS = [1, 2]


def available():
    import sklearn

    return sklearn.__version__


def prepare(problem, threads):
    return Training(problem, threads)


class Training:
    def __init__(self, problem, threads):
        from sklearn.neural_network import MLPClassifier

        # its numpy was started with so many (OPENBLAS_NUM_THREADS and the like)
        self.threads = threads
        self.inputs = problem.inputs.astype("float32")
        self.labels = problem.targets.argmax(1)
        self.model = MLPClassifier(
            hidden_layer_sizes=[layer["outputs"] for layer in problem.layers[:-1]],
            activation="relu",
            solver="sgd",
            alpha=0,
            batch_size=problem.batch,
            learning_rate="constant",
            learning_rate_init=problem.learningRate,
            momentum=0,
            nesterovs_momentum=False,
            shuffle=False,
        )
        # the first call draws parameters and takes a step; without momentum it leaves nothing behind but them
        self.model.partial_fit(self.inputs, self.labels, classes=range(problem.targets.shape[1]))
        for i, (weight, bias) in enumerate(zip(problem.weights, problem.biases)):
            self.model.coefs_[i][...] = weight.T
            self.model.intercepts_[i][...] = bias

    def step(self, count):
        for _ in range(count):
            self.model.partial_fit(self.inputs, self.labels)

    def parameters(self):
        layers = zip(self.model.coefs_, self.model.intercepts_)
        return [parameter for weight, bias in layers for parameter in (weight.T, bias)]

    def loss(self):
        return self.model.loss_
