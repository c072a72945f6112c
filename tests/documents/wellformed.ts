/** The first fault in the nesting or the writing of a page's tags, for pages that close all of them. */
export function faultOf(html: string): string | undefined {
  const open: string[] = [];
  const text = html.replace(/^<!DOCTYPE html>\n/, "").replace(/<style>[^<]*<\/style>/g, "");
  for (const [token] of text.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith("<")) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)|>/.test(token)) return `not escaped: ${token}`;
      continue;
    }
    const tag =
      /^<(?<end>\/?)(?<name>[a-zA-Z0-9]+)(?:\s+[a-zA-Z][a-zA-Z0-9:-]*="[^"<]*")*(?<empty>\/?)>$/.exec(
        token,
      )?.groups;
    if (!tag) return `no tag: ${token}`;
    if (tag.end) {
      const last = open.pop();
      if (last !== tag.name) return `${token} closes <${last}>`;
    } else if (!tag.empty) open.push(tag.name);
  }
  return open.length === 0 ? undefined : `never closed: ${open.join(", ")}`;
}
