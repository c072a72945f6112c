import type { Studio } from "./studio.ts";

/** Larger files are not read: a page has less room than a program. */
const MOST_MIB = 32;

/** Opens a file that somebody chose or dropped. */
export async function openChosen(studio: Studio, file: File): Promise<void> {
  if (file.size > MOST_MIB * 2 ** 20) {
    studio.refuse(`${file.name}: expected at most ${MOST_MIB} MiB, found more`);
    return;
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    await studio.openFile({ file: file.name, text });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    studio.refuse(`${file.name}: expected text in UTF-8, found something else`);
  }
}

/** Lets files be dropped anywhere on the page. */
export function takeDrops(studio: Studio): void {
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void openChosen(studio, file);
  });
}

/** Hands a file to whoever looks at the page. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Puts a text into the clipboard, also where the page may not do so by itself. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Draws an SVG picture with twice as many pixels as it has units. */
export async function toPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.naturalWidth;
    canvas.height = 2 * image.naturalHeight;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("expected a canvas to draw on, found none");
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("expected a picture, found none")))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
