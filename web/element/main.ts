import { BackstepExample } from "./element.tsx";

if (!customElements.get("backstep-example")) customElements.define("backstep-example", BackstepExample);
