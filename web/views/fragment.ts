/** Shows what the library rendered, the forward pass folded away where there is a derivation. */
export function show(root: HTMLElement, html: string, forward: string): void {
  const isOpen = root.querySelector<HTMLDetailsElement>("details")?.open ?? false;
  // the library's renderer escapes whatever comes from a document
  root.innerHTML = html;
  const sections = [...root.querySelectorAll(":scope > section")];
  const first = sections.findIndex((section) => section.classList.contains("derivation"));
  if (first <= 0) return;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = forward;
  details.append(summary, ...sections.slice(0, first));
  details.open = isOpen;
  sections[first].before(details);
  root.append(details);
}
