"""R² of scikit-learn's MLPRegressor on the samples of standard input (JSON: train, test, seed, epochs, batch)."""

import json
import sys
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

warnings.simplefilter("ignore", ConvergenceWarning)
given = json.load(sys.stdin)
(x, y), (u, v) = [[np.array(given[part][k]) for k in ("inputs", "targets")] for part in ("train", "test")]
model = MLPRegressor(
    (64, 64), max_iter=given["epochs"], batch_size=given["batch"], random_state=given["seed"], n_iter_no_change=10**9
)
print(json.dumps(model.fit(x, y.ravel()).score(u, v.ravel())))
