import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Images } from "../../engine/protocol.ts";

interface Props {
  readonly images: Images;
  readonly title: string;
}

/** Samples that are pictures, and what the network says of each. */
export function Pictures({ images, title }: Props): JSX.Element {
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <ul class="pictures">
        {images.labels.map(({ is, said }, i) => (
          <li key={i} class={is === said ? "" : "mistaken"}>
            <Pixels images={images} i={i} />
            {is === said ? said : `${said} ≠ ${is}`}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Pixels({
  images: { side, pixels },
  i,
}: {
  readonly images: Images;
  readonly i: number;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = new ImageData(side, side);
    for (let k = 0; k < side * side; k++) {
      const dark = Math.round(255 * (1 - pixels[i * side * side + k]));
      image.data.set([dark, dark, dark, 255], 4 * k);
    }
    context.putImageData(image, 0, 0);
  }, [side, pixels, i]);
  return <canvas ref={canvas} width={side} height={side} aria-hidden="true" />;
}
