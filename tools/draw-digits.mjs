// Draws examples/data/digits.csv: digits of 8 × 8 pixels, each a few strokes of a pen, moved, turned and bent at random
// (from a seed). Run it from anywhere: node tools/draw-digits.mjs
import { writeFileSync } from "node:fs";

const ROWS = 400;
const SIDE = 8;
/** Of brightness, from 0. */
const LEVELS = 9;
const SEED = 20261127;

/** Points on an ellipse; angles in quarter turns, 0 to the right, counting clockwise. */
const arc = (x, y, rx, ry, from, to) =>
  Array.from({ length: 13 }, (_, i) => {
    const angle = ((from + (i / 12) * (to - from)) * Math.PI) / 2;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });

/** Strokes in a square from 0 to 1, y downwards. */
const strokes = [
  [arc(0.5, 0.5, 0.24, 0.36, 0, 4)],
  [
    [
      [0.36, 0.28],
      [0.53, 0.14],
      [0.53, 0.86],
    ],
  ],
  [[...arc(0.5, 0.34, 0.22, 0.2, -2, 0.4), [0.28, 0.86], [0.75, 0.86]]],
  [[...arc(0.48, 0.32, 0.2, 0.18, -2, 1)], [...arc(0.48, 0.67, 0.23, 0.19, -1, 2)]],
  [
    [
      [0.58, 0.14],
      [0.25, 0.62],
      [0.78, 0.62],
    ],
    [
      [0.6, 0.36],
      [0.6, 0.88],
    ],
  ],
  [[[0.72, 0.15], [0.34, 0.15], [0.31, 0.46], ...arc(0.48, 0.64, 0.23, 0.22, -1.1, 1.7)]],
  [
    [
      [0.62, 0.13],
      [0.36, 0.42],
    ],
    [arc(0.5, 0.65, 0.21, 0.21, -2, 2)].flat(),
  ],
  [
    [
      [0.26, 0.16],
      [0.74, 0.16],
      [0.44, 0.88],
    ],
  ],
  [arc(0.5, 0.32, 0.17, 0.17, 0, 4), arc(0.5, 0.67, 0.21, 0.19, 0, 4)],
  [
    arc(0.49, 0.34, 0.2, 0.2, 0, 4),
    [
      [0.69, 0.36],
      [0.6, 0.87],
    ],
  ],
];

/** Mulberry32 (T. Ettinger), enough for pictures. */
let state = SEED;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const within = (most) => (2 * random() - 1) * most;

const draw = (digit) => {
  const [turn, slant, width, height] = [within(0.2), within(0.2), 1 + within(0.15), 1 + within(0.1)];
  const [dx, dy, pen] = [within(0.07), within(0.06), 0.055 + 0.03 * random()];
  const [bendX, bendY] = [within(0.05), within(0.05)];
  const place = ([x, y]) => {
    const [u, v] = [
      (x - 0.5) * width + slant * (0.5 - y) + bendX * Math.sin(6 * y),
      (y - 0.5) * height + bendY * Math.sin(6 * x),
    ];
    return [
      0.5 + dx + u * Math.cos(turn) - v * Math.sin(turn),
      0.5 + dy + u * Math.sin(turn) + v * Math.cos(turn),
    ];
  };
  const lines = strokes[digit].map((points) => points.map(place));
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [((i % SIDE) + 0.5) / SIDE, (Math.floor(i / SIDE) + 0.5) / SIDE];
    const nearest = Math.min(
      ...lines.flatMap((points) => points.slice(1).map((to, k) => distance(x, y, points[k], to))),
    );
    const ink = Math.max(0, Math.min(1, 1 - (nearest - pen) / 0.09));
    return Math.max(0, Math.min(LEVELS, Math.round(ink * LEVELS + within(0.4))));
  });
};

const distance = (x, y, [ax, ay], [bx, by]) => {
  const [vx, vy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * vx + (y - ay) * vy) / (vx * vx + vy * vy || 1)));
  return Math.hypot(x - ax - along * vx, y - ay - along * vy);
};

const header = [...Array.from({ length: SIDE * SIDE }, (_, i) => `p${i + 1}`), "digit"];
const rows = Array.from({ length: ROWS }, (_, i) => [...draw(i % 10), i % 10]);
const text = [header, ...rows].map((row) => `${row.join(",")}\n`).join("");
writeFileSync(new URL("../examples/data/digits.csv", import.meta.url), text);
