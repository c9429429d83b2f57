// A virtual list whose rows the server has: those in sight are asked for, some hundred at a time, and filled in when
// they come.
import { get } from "./api.js";
import { element } from "./text.js";
import { VirtualList } from "./virtual_list.js";
import { words } from "./words.js";

const rowsAtOnce = 200;
const pieceOf = (index) => Math.floor(index / rowsAtOnce) * rowsAtOnce;

export class RemoteList {
  /// `name`: what to get ("families"), also the field of the answer that has the rows. `renderRow(row)` and
  /// `openRow(row)` take a row of the answer. `onTotal(total, hasChanged)` and `onError(error)` tell of what came;
  /// `hasChanged`: the archive has, while the list was looked at.
  constructor({ name, label, rowHeight, narrowRowHeight, renderRow, openRow, onTotal, onError }) {
    Object.assign(this, { name, renderRow, onTotal, onError });
    this.list = new VirtualList({
      label,
      rowHeight,
      narrowRowHeight,
      renderRow: (index) => this.#row(index),
      openRow: (index) => {
        if (this.rows.has(index)) openRow(this.rows.get(index));
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
    this.total = 0;
  }

  /// As that of a VirtualList; show() ends it, too, when it has failed.
  set busy(isBusy) {
    this.list.busy = isBusy;
  }

  /// Position of the row that is chosen.
  get active() {
    return this.list.active;
  }

  /// What an element of the list is the row of; undefined if it is of none, or not here yet.
  rowOf(target) {
    return this.rows.get(Number(target.closest("[role=option]")?.dataset.index ?? NaN));
  }

  /// The rows that are here, from the first on, without a gap.
  get loaded() {
    const rows = [];
    for (let at = 0; this.rows.has(at); ++at) rows.push(this.rows.get(at));
    return rows;
  }

  /// Shows what the server has for other parameters, from the beginning or with row `active` in sight.
  async show(parameters, active = 0, hasChanged = false) {
    for (const stop of this.asked.values()) stop.abort();
    this.#forget(parameters);
    this.busy = true;
    await this.#ask(pieceOf(active), { active, hasChanged });
  }

  #row(index) {
    const row = element("div", { class: "row" });
    if (this.rows.has(index)) {
      row.append(...this.renderRow(this.rows.get(index)));
      return row;
    }
    row.append(element("span", { class: "aside" }, words.loading));
    this.waiting.set(index, row);
    this.#ask(pieceOf(index), null);
    return row;
  }

  /// `first`: {active, hasChanged} where the list begins anew with this answer.
  async #ask(offset, first) {
    if (this.asked.has(offset)) return;
    const stop = new AbortController();
    this.asked.set(offset, stop);
    try {
      const answer = await get(this.name, { ...this.parameters, offset, limit: rowsAtOnce }, stop.signal);
      if (stop.signal.aborted) return;
      if (first === null && answer.generation !== this.generation) {
        await this.show(this.parameters, this.active, this.generation !== null); // another state has other rows
        return;
      }
      this.generation = answer.generation;
      answer[this.name].forEach((row, at) => this.rows.set(offset + at, row));
      if (first !== null) {
        this.total = answer.total;
        this.list.setCount(answer.total, first.active);
        this.onTotal(answer.total, first.hasChanged);
      }
      for (const [index, row] of this.waiting) {
        if (!this.rows.has(index)) continue;
        row.replaceChildren(...this.renderRow(this.rows.get(index)));
        this.waiting.delete(index);
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked.delete(offset);
      if (first !== null) this.list.setCount(0); // not those of another search
      this.onError(error);
    }
  }
}
