import { render } from "preact";
import { Studio as Model } from "./app/studio.ts";
import { Studio } from "./views/studio.tsx";
import "./style/base.css";

const root = document.querySelector("#studio");
if (root) render(<Studio studio={new Model()} />, root);
