// A list of any length of which only the rows in sight are elements: an ARIA listbox. Arrow keys, Page Up and Down, Home
// and End choose a row, Enter or a click opens it. Shared by the report and the desk.
import { element } from "./text.js";

const rowsAround = 8; // rendered beyond what is in sight
const mostHeight = 30e6; // pixels; browsers cut elements off at 33 million, and less at high zoom
const narrow = 560; // pixels
let nextListId = 0;

export class VirtualList {
  /// `renderRow(index)` gives the content of a row: a node or an array of them, without anything to click on.
  /// `openRow(index)` is called for Enter and clicks. All rows are `rowHeight` pixels high, in a list as narrow as a
  /// phone `narrowRowHeight`.
  constructor({ label, rowHeight, narrowRowHeight = rowHeight, renderRow, openRow }) {
    this.heights = { wide: rowHeight, narrow: narrowRowHeight };
    this.rowHeight = rowHeight;
    this.renderRow = renderRow;
    this.openRow = openRow;
    this.count = 0;
    this.isBusy = false;
    this.active = 0;
    this.begin = this.end = 0;
    this.top = 0; // pixels from the first row's top to what is in sight
    this.scrolled = 0; // where the scroll bar stood then
    this.id = `list${nextListId++}`;
    this.rows = element("div", { class: "vlist-rows", role: "presentation" });
    this.element = element("div", { class: "vlist", role: "listbox", tabindex: "0", "aria-label": label }, this.rows);
    this.element.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row === null) return;
      this.select(Number(row.dataset.index));
      this.#open();
    });
    new ResizeObserver(() => this.#onResize()).observe(this.element);
  }

  /// Whether the rows are still those of another search, which none is opened of: true from when a filter is changed to
  /// setCount().
  set busy(isBusy) {
    this.isBusy = isBusy;
    if (isBusy) this.element.setAttribute("aria-busy", "true");
    else this.element.removeAttribute("aria-busy");
  }

  /// Shows `count` other rows, from the first one, or with `active` in sight.
  setCount(count, active = 0) {
    this.count = count;
    this.busy = false;
    this.active = Math.min(active, Math.max(0, count - 1));
    this.rows.style.height = `${Math.min(mostHeight, count * this.rowHeight)}px`;
    this.#scrollTo(this.active * this.rowHeight - this.element.clientHeight / 2);
    this.#render(true);
  }

  /// Makes a row the chosen one and brings it into sight.
  select(index) {
    if (this.count === 0) return;
    this.active = Math.max(0, Math.min(index, this.count - 1));
    const top = this.active * this.rowHeight;
    const height = this.element.clientHeight;
    if (top < this.top) this.#scrollTo(top);
    else if (top + this.rowHeight > this.top + height) this.#scrollTo(top + this.rowHeight - height);
    this.#render(true);
  }

  // How far one can scroll: in rows, and by the scroll bar, which is shorter in a list of a million.
  #farthest() {
    const height = this.element.clientHeight;
    const all = this.count * this.rowHeight;
    return { top: Math.max(0, all - height), scrolled: Math.max(0, Math.min(mostHeight, all) - height) };
  }

  #scrollTo(wanted) {
    const farthest = this.#farthest();
    this.top = Math.max(0, Math.min(wanted, farthest.top));
    this.element.scrollTop = farthest.top === farthest.scrolled ? this.top : (this.top / farthest.top) * farthest.scrolled;
    this.scrolled = this.element.scrollTop;
    if (farthest.top === farthest.scrolled) this.top = this.scrolled;
  }

  // In a list longer than its scroll bar a wheel moves it by pixels, and the bar by shares of the whole.
  #onScroll() {
    const scrolled = this.element.scrollTop;
    if (scrolled === this.scrolled) return;
    const farthest = this.#farthest();
    const step = scrolled - this.scrolled;
    const isAtEnd = scrolled <= 0 || scrolled >= farthest.scrolled - 1;
    if (farthest.top === farthest.scrolled) this.top = scrolled;
    else if (isAtEnd || Math.abs(step) > this.element.clientHeight) this.top = (scrolled / farthest.scrolled) * farthest.top;
    else this.top += step;
    this.top = Math.max(0, Math.min(this.top, farthest.top));
    this.scrolled = scrolled;
    this.#render(false);
  }

  #onResize() {
    const { clientWidth } = this.element;
    const height = clientWidth > 0 && clientWidth < narrow ? this.heights.narrow : this.heights.wide;
    if (height === this.rowHeight || clientWidth === 0) return this.#render(false);
    const first = this.top / this.rowHeight;
    this.rowHeight = height;
    this.rows.style.height = `${Math.min(mostHeight, this.count * height)}px`;
    this.#scrollTo(first * height);
    this.#render(true);
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.count, End: this.count };
    if (event.key in moves) this.select(this.active + moves[event.key]);
    else if (event.key === "Enter") this.#open();
    else return;
    event.preventDefault();
  }

  #open() {
    if (this.count > 0 && !this.isBusy) this.openRow(this.active);
  }

  #render(anew) {
    const first = Math.floor(this.top / this.rowHeight);
    const inSight = Math.ceil((this.element.clientHeight || 600) / this.rowHeight);
    const begin = Math.max(0, first - rowsAround);
    const end = Math.min(this.count, first + inSight + rowsAround);
    const shift = this.scrolled - this.top; // from a row's place in the list to that in the element
    if (!anew && begin === this.begin && end === this.end && shift === this.shift) return;
    Object.assign(this, { begin, end, shift });
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
      row.style.top = `${index * this.rowHeight + shift}px`;
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
