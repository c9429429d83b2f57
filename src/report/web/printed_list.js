// A list that has only the rows in sight is no list on paper: for printing, an ordinary one is put in its place.
import { element, groupDigits } from "./text.js";

const mostPrinted = 2000;

/// The list, empty but while the page is printed. `count()`: how many rows; `row(index)`: the content of one.
export function printedList(count, row) {
  const list = element("ol", { class: "printed" });
  addEventListener("beforeprint", () => {
    if (!list.isConnected) return;
    const shown = Math.min(count(), mostPrinted);
    list.replaceChildren(...Array.from({ length: shown }, (_, index) => element("li", {}, ...row(index))));
    if (count() > shown) list.append(element("li", {}, `… and ${groupDigits(count() - shown)} more`));
  });
  addEventListener("afterprint", () => list.replaceChildren());
  return list;
}
