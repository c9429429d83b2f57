// A list of any length of which only the rows in sight are elements: an ARIA listbox. Arrow keys, Page Up and Down, Home
// and End choose a row, Enter or a click opens it. Shared by the report and the desk.
import { element } from "./text.js";

const rowsAround = 8; // rendered beyond what is in sight
let nextListId = 0;

export class VirtualList {
  /// `renderRow(index)` gives the content of a row: a node or an array of them, without anything to click on.
  /// `openRow(index)` is called for Enter and clicks. All rows are `rowHeight` pixels high.
  constructor({ label, rowHeight, renderRow, openRow }) {
    this.rowHeight = rowHeight;
    this.renderRow = renderRow;
    this.openRow = openRow;
    this.count = 0;
    this.active = 0;
    this.begin = this.end = 0;
    this.id = `list${nextListId++}`;
    this.rows = element("div", { class: "vlist-rows", role: "presentation" });
    this.element = element("div", { class: "vlist", role: "listbox", tabindex: "0", "aria-label": label }, this.rows);
    this.element.addEventListener("scroll", () => this.#render(false), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row === null) return;
      this.select(Number(row.dataset.index));
      this.openRow(this.active);
    });
    new ResizeObserver(() => this.#render(false)).observe(this.element);
  }

  /// Shows `count` other rows, from the first one, or with `active` in sight.
  setCount(count, active = 0) {
    this.count = count;
    this.active = Math.min(active, Math.max(0, count - 1));
    this.rows.style.height = `${count * this.rowHeight}px`;
    this.element.scrollTop = Math.max(0, this.active * this.rowHeight - this.element.clientHeight / 2);
    this.#render(true);
  }

  /// Makes a row the chosen one and brings it into sight.
  select(index) {
    if (this.count === 0) return;
    this.active = Math.max(0, Math.min(index, this.count - 1));
    const top = this.active * this.rowHeight;
    const height = this.element.clientHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + this.rowHeight > this.element.scrollTop + height)
      this.element.scrollTop = top + this.rowHeight - height;
    this.#render(true);
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.count, End: this.count };
    if (event.key in moves) this.select(this.active + moves[event.key]);
    else if (event.key === "Enter" && this.count > 0) this.openRow(this.active);
    else return;
    event.preventDefault();
  }

  #render(anew) {
    const first = Math.floor(this.element.scrollTop / this.rowHeight);
    const inSight = Math.ceil((this.element.clientHeight || 600) / this.rowHeight);
    const begin = Math.max(0, first - rowsAround);
    const end = Math.min(this.count, first + inSight + rowsAround);
    if (!anew && begin === this.begin && end === this.end) return;
    this.begin = begin;
    this.end = end;
    const made = [];
    for (let index = begin; index < end; ++index) {
      const row = element("div", {
        class: "vlist-row",
        role: "option",
        id: `${this.id}-${index}`,
        "aria-setsize": this.count,
        "aria-posinset": index + 1,
        "aria-selected": index === this.active ? "true" : "false",
      });
      row.dataset.index = String(index);
      row.style.top = `${index * this.rowHeight}px`;
      row.style.height = `${this.rowHeight}px`;
      row.append(...[this.renderRow(index)].flat());
      made.push(row);
    }
    this.rows.replaceChildren(...made);
    if (this.active >= begin && this.active < end)
      this.element.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
    else this.element.removeAttribute("aria-activedescendant");
  }
}
