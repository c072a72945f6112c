"""The process of a competitor that runs in Python: `python3 serve.py competitors/pytorch.py`. See protocol.ts."""

import importlib.util
import json
import pathlib
import platform
import sys
import time

# standard output is for answers, whatever a competitor has to say
answers = sys.stdout
sys.stdout = sys.stderr


class Problem:
    """As in problem.ts; numbers are float64 arrays of numpy, matrices with one row per neuron or sample."""

    def __init__(self, folder):
        import numpy

        folder = pathlib.Path(folder)
        written = json.loads((folder / "problem.json").read_text(encoding="utf-8"))
        self.__dict__.update(written)
        read = lambda name, rows: numpy.fromfile(folder / name, dtype=numpy.float64).reshape(rows, -1)
        self.inputs = read(written["inputs"], self.batch)
        self.targets = read(written["targets"], self.batch)
        self.weights = [read(layer["weight"], layer["outputs"]) for layer in self.layers]
        self.biases = [read(layer["bias"], 1)[0] for layer in self.layers]


def load(path):
    spec = importlib.util.spec_from_file_location("competitor", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def describe(competitor):
    description = {
        "id": competitor.ID,
        "name": competitor.NAME,
        "widths": competitor.WIDTHS,
        "threads": competitor.THREADS,
        "alwaysTrainsBiases": False,
        "inJavaScript": False,
    }
    try:
        return {**description, "version": competitor.available()}
    except ImportError as error:
        return {**description, "missing": str(error)}


def main():
    competitor = load(sys.argv[1])
    training = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "describe":
                runtime = f"Python {platform.python_version()}"
                reply = {"runtime": runtime, "competitors": [describe(competitor)]}
            elif request["do"] == "prepare":
                training = competitor.prepare(Problem(request["problem"]), request["threads"])
                reply = {"threads": training.threads}
            elif request["do"] == "step":
                if request["lead"] > 0:
                    training.step(request["lead"])
                started = time.perf_counter()
                training.step(request["count"])
                reply = {"seconds": time.perf_counter() - started}
            else:
                write_parameters(request["to"], training.parameters())
                reply = {"loss": training.loss()}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=answers, flush=True)


def write_parameters(folder, parameters):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for i, values in enumerate(parameters):
        values.astype("float64").tofile(folder / f"parameter{i}.bin")


if __name__ == "__main__":
    main()
