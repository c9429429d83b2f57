// A virtual list whose rows the server has: those in sight are asked for, some hundred at a time, and filled in when
// they come.
import { get } from "./api.js";
import { element } from "./text.js";
import { VirtualList } from "./virtual_list.js";
import { words } from "./words.js";

const rowsAtOnce = 200;

export class RemoteList {
  /// `name`: what to get ("families"), also the field of the answer that has the rows. `renderRow(row)` and
  /// `openRow(row)` take a row of the answer. `onTotal(total)` and `onError(error)` tell of what came.
  constructor({ name, label, rowHeight, renderRow, openRow, onTotal, onError }) {
    Object.assign(this, { name, renderRow, onTotal, onError });
    this.list = new VirtualList({
      label,
      rowHeight,
      renderRow: (index) => this.#row(index),
      openRow: (index) => {
        if (this.rows.has(index)) openRow(this.rows.get(index), this.generation);
      },
    });
    this.element = this.list.element;
    this.#forget({});
  }

  #forget(parameters) {
    this.parameters = parameters;
    this.rows = new Map();
    this.waiting = new Map(); // position → the empty row that stands for it
    this.asked = new Map(); // first position of a piece → what stops asking for it
    this.generation = null;
  }

  /// Shows what the server has for other parameters, from the beginning.
  async show(parameters) {
    for (const stop of this.asked.values()) stop.abort();
    this.#forget(parameters);
    await this.#ask(0, true);
  }

  #row(index) {
    const row = element("div", { class: "row" });
    if (this.rows.has(index)) {
      row.append(...this.renderRow(this.rows.get(index)));
      return row;
    }
    row.append(element("span", { class: "note" }, words.loading));
    this.waiting.set(index, row);
    this.#ask(Math.floor(index / rowsAtOnce) * rowsAtOnce, false);
    return row;
  }

  async #ask(offset, isFirst) {
    if (this.asked.has(offset)) return;
    const stop = new AbortController();
    this.asked.set(offset, stop);
    try {
      const answer = await get(this.name, { ...this.parameters, offset, limit: rowsAtOnce }, stop.signal);
      if (stop.signal.aborted) return;
      if (!isFirst && answer.generation !== this.generation) {
        await this.show(this.parameters); // another state of the archive has other rows
        return;
      }
      this.generation = answer.generation;
      answer[this.name].forEach((row, at) => this.rows.set(offset + at, row));
      if (isFirst) {
        this.list.setCount(answer.total);
        this.onTotal(answer.total);
      }
      for (const [index, row] of this.waiting) {
        if (!this.rows.has(index)) continue;
        row.replaceChildren(...this.renderRow(this.rows.get(index)));
        this.waiting.delete(index);
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked.delete(offset);
      this.onError(error);
    }
  }
}
