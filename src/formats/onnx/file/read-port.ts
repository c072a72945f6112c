import { elementType } from "./element-type.ts";
import type { OnnxPort } from "./model.ts";
import type { Field } from "./wire.ts";

/** Name, type and extents of what goes into a graph or comes out of it. */
export function readPort(field: Field): OnnxPort {
  let name = "";
  let type = elementType(0);
  let shape: (number | string | undefined)[] | undefined;
  field.each((part) => {
    if (part.number === 1) name = part.text();
    if (part.number !== 2) return;
    part.each((kind) => {
      // field 1 is a tensor's type; sequences, maps and optional values are others
      if (kind.number !== 1) return;
      kind.each((of) => {
        if (of.number === 1) type = elementType(of.integer());
        else if (of.number === 2) shape = extentsOf(of);
      });
    });
  });
  return { name, type, shape };
}

function extentsOf(field: Field): (number | string | undefined)[] {
  const extents: (number | string | undefined)[] = [];
  field.each((dimension) => {
    if (dimension.number !== 1) return;
    let extent: number | string | undefined;
    dimension.each((part) => {
      if (part.number === 1) extent = part.integer();
      else if (part.number === 2 && part.text() !== "") extent = part.text();
    });
    extents.push(extent);
  });
  return extents;
}
