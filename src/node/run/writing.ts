import { InputError } from "../../index.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left",
  EDQUOT: "no space left to this user",
  EFBIG: "it too large for this file system",
  EROFS: "a read-only file system",
  EACCES: "no permission",
  EPERM: "no permission",
  ENOENT: "that its folder is gone",
  EMFILE: "too many open files",
};

/**
 * What to say when the system does not let a file of a run be written.
 * @param rest what is still there
 */
export function notWritten(error: unknown, path: string, rest = ""): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || error instanceof InputError) return error;
  const found = reasons[code] ?? code;
  return new InputError(`expected a file that can be written, found ${found}${rest && `   ${rest}`}`, {
    file: path,
  });
}
