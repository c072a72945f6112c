import { InputError } from "../tensor/error.ts";

/** A format that is not read, because reading it would run code or needs its own library. */
interface Foreign {
  /** What a message calls it. */
  readonly is: string;
  /** How to make something of it that is read. */
  readonly instead: string;
  /** How names of such files end. */
  readonly endings: readonly string[];
}

const pytorch: Foreign = {
  is: "a PyTorch file (a pickle, which can run code)",
  instead: 'in Python: safetensors.torch.save_file(model.state_dict(), "model.safetensors")',
  endings: [".pt", ".pth"],
};
const pickle: Foreign = {
  is: "a pickle, which can run code",
  instead:
    'in Python: numpy.save("data.npy", array), or safetensors.torch.save_file(model.state_dict(), "model.safetensors")',
  endings: [".pkl", ".pickle"],
};
const joblib: Foreign = {
  is: "a joblib file (a pickle, which can run code)",
  instead: 'in Python: numpy.save("data.npy", array)',
  endings: [".joblib"],
};
const keras: Foreign = {
  is: "a Keras model (HDF5 inside, and layers that can run code)",
  instead:
    'in Python: safetensors.numpy.save_file({v.path: v.numpy() for v in model.weights}, "model.safetensors")',
  endings: [".keras"],
};
const hdf5: Foreign = {
  is: "an HDF5 file",
  instead:
    'in Python: numpy.save("data.npy", h5py.File(file)[name][()]), or of a Keras model: safetensors.numpy.save_file({v.path: v.numpy() for v in model.weights}, "model.safetensors")',
  endings: [".h5", ".hdf5"],
};
const savedModel: Foreign = {
  is: "a TensorFlow SavedModel",
  instead: "convert it to ONNX: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx",
  endings: [],
};
const tflite: Foreign = {
  is: "a TensorFlow Lite model",
  instead: "convert it to ONNX: python -m tf2onnx.convert --tflite model.tflite --output model.onnx",
  endings: [".tflite"],
};
const excel: Foreign = {
  is: "an Excel workbook",
  instead: "save the sheet as CSV",
  endings: [".xlsx", ".xls"],
};
const parquet: Foreign = {
  is: "a Parquet file",
  instead: 'in Python: pandas.read_parquet(file).to_csv("data.csv", index=False)',
  endings: [".parquet"],
};
const matlab: Foreign = {
  is: "a MATLAB file",
  instead: 'in Python: numpy.save("data.npy", scipy.io.loadmat(file)[name])',
  endings: [".mat"],
};

const all: readonly Foreign[] = [
  pytorch,
  pickle,
  joblib,
  keras,
  hdf5,
  savedModel,
  tflite,
  excel,
  parquet,
  matlab,
];

/** Where in an archive the name of a file that gives its kind away is looked for, from either end. */
const SEARCHED = 2 ** 20;

/**
 * What to do with a file in a format that is not read, which its content tells, or else its name; undefined of all others.
 * @param bytes all of the file, or none where it has not been read
 * @param file its name, or path
 */
export function foreignAdvice(bytes: Uint8Array, file: string): string | undefined {
  const name = file.toLowerCase();
  const known =
    ofContent(bytes) ?? all.find(({ endings }) => endings.some((ending) => name.endsWith(ending)));
  return known && `expected a format that is read here, found ${known.is}   ${known.instead}`;
}

/**
 * Refuses a file in a format that is not read, and says how to convert it.
 * @throws InputError where the file is one
 */
export function refuseForeign(bytes: Uint8Array, file: string): void {
  const advice = foreignAdvice(bytes, file);
  if (advice !== undefined) throw new InputError(advice, { file });
}

function ofContent(bytes: Uint8Array): Foreign | undefined {
  if (begins(bytes, "PK\x03\x04")) return ofArchive(bytes);
  if (begins(bytes, "\x89HDF\r\n\x1a\n")) return hdf5;
  if (begins(bytes, "PAR1")) return parquet;
  if (begins(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return excel;
  if (begins(bytes, "MATLAB 5.0 MAT-file")) return matlab;
  if (begins(bytes.subarray(4, 8), "TFL3")) return tflite;
  if (isSavedModel(bytes)) return savedModel;
  return isPickle(bytes) ? pickle : undefined;
}

function ofArchive(bytes: Uint8Array): Foreign | undefined {
  const has = (name: string) =>
    includes(bytes.subarray(-SEARCHED), name) || includes(bytes.subarray(0, SEARCHED), name);
  if (has("/data.pkl")) return pytorch;
  if (has("model.weights.h5")) return keras;
  return has("xl/workbook.xml") ? excel : undefined;
}

/** A pickle of protocol 2 to 5. */
function isPickle(bytes: Uint8Array): boolean {
  const [first, protocol, opcode] = bytes;
  return first === 0x80 && protocol >= 2 && protocol <= 5 && OPCODES.has(opcode);
}

/** With what pickles begin: a frame, an empty dictionary, list or tuple, a mark, a text, a number, bytes, a name, None. */
const OPCODES: ReadonlySet<number> = new Set(
  Array.from("\x95}])(XUKJG\x8aCBcN\x8c\x8e", (letter) => letter.charCodeAt(0)),
);

/** The message of protocol buffers: version 1 (field 1), then a graph (field 2) that begins with what it is (field 1). */
function isSavedModel(bytes: Uint8Array): boolean {
  if (!begins(bytes, "\x08\x01\x12")) return false;
  let at = 3;
  while (at < 8 && bytes[at] >= 0x80) at++;
  return bytes[at + 1] === 0x0a;
}

function begins(bytes: Uint8Array, text: string): boolean {
  return (
    bytes.length >= text.length && Array.from(text).every((letter, at) => bytes[at] === letter.charCodeAt(0))
  );
}

function includes(bytes: Uint8Array, text: string): boolean {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (begins(bytes.subarray(at, at + text.length), text)) return true;
  }
  return false;
}
