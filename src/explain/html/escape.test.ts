import { expect, test } from "vitest";
import { escapeXml } from "./escape.ts";

test("nothing that somebody writes is markup", () => {
  expect(escapeXml(`<script>alert("1")</script> & 'x'`)).toBe(
    "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;",
  );
});

test("letters of all scripts stay as they are", () => {
  expect(escapeXml("עברית ＡＢ 實例 😀")).toBe("עברית ＡＢ 實例 😀");
});

test("what no document may contain is shown as missing", () => {
  expect(escapeXml("a\u0000b\u001fc\uffffd\ud800e\tf\n")).toBe("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\tf\n");
});
