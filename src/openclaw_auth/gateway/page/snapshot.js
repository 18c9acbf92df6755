// @ts-check
// Saves the board as one HTML file that holds no secret: the gateway makes it.
import { fetchText } from "./api.js";
import { toast, whyNot } from "./state.js";
import { lang } from "./words.js";

export async function saveSnapshot() {
  try {
    const text = await fetchText(`/api/board/snapshot.html?lang=${lang.value}`);
    const address = URL.createObjectURL(new Blob([text], { type: "text/html" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `openclaw-auth-${new Date().toISOString().slice(0, 10)}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  } catch (error) {
    toast(whyNot(error), { bad: true });
  }
}
