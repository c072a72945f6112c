// first, before any schema is made
import "../engine/no-eval.ts";

import { BackstepExample } from "./element.tsx";

if (!customElements.get("backstep-example")) customElements.define("backstep-example", BackstepExample);
