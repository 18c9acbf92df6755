// @ts-check
// The few drawings of the chat; what they mean is said beside them.
import { h } from "./vendor/preact.js";

const draw = (size, path) =>
  h("svg", { class: "drawn", viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true" }, h("path", { d: path }));

export const PictureIcon = ({ size = 20 }) =>
  draw(size, "M5.5 3h9A2.5 2.5 0 0 1 17 5.5v9a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 3 14.5v-9A2.5 2.5 0 0 1 5.5 3zM3.5 14l3.7-3.9a1 1 0 0 1 1.5 0l2.8 3 1.6-1.6a1 1 0 0 1 1.4 0L17 14M12.7 7.1h.01");
export const CopyIcon = ({ size = 16 }) =>
  draw(size, "M8.5 7h6A1.5 1.5 0 0 1 16 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-6A1.5 1.5 0 0 1 7 14.5v-6A1.5 1.5 0 0 1 8.5 7zM13 7V5.5A1.5 1.5 0 0 0 11.5 4h-6A1.5 1.5 0 0 0 4 5.5v6A1.5 1.5 0 0 0 5.5 13H7");
export const DoneIcon = ({ size = 16 }) => draw(size, "M4.5 10.5l3.5 3.5 7.5-8");
export const MenuIcon = ({ size = 20 }) => draw(size, "M4 6h12M4 10h12M4 14h12");
export const PlusIcon = ({ size = 20 }) => draw(size, "M10 4.5v11M4.5 10h11");
export const UpIcon = ({ size = 20 }) => draw(size, "M10 16V4.5M5 9.5l5-5 5 5");
export const DownIcon = ({ size = 20 }) => draw(size, "M10 4v11.5M5 10.5l5 5 5-5");
