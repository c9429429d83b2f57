// What the lists of the report have in common: a form of filters that stand in the page's address (#families?text=…),
// so that a list survives a reload and can be sent on.
import { element } from "./text.js";

const typingPause = 60; // milliseconds

export function labelled(label, control) {
  return element("label", {}, element("span", {}, label), control);
}

export function choice(name, options) {
  return element("select", { name }, ...options.map(([value, text]) => element("option", { value }, text)));
}

export const searchInput = (placeholder) =>
  element("input", { type: "search", name: "text", placeholder, autocomplete: "off", spellcheck: "false", dir: "auto", "aria-keyshortcuts": "/" });

export class FilterForm {
  /// `name`: of the section, as it stands in the address. The first of `controls` stays in sight on a phone, the others
  /// behind a button. `onChange()` is called when a filter was changed; `list()` gives the VirtualList that is filtered.
  constructor({ name, label, controls, onChange, list }) {
    this.name = name;
    this.onChange = onChange;
    const [search, ...others] = controls;
    const button = element("button", { type: "button", class: "quiet show-filters", "aria-expanded": "false" }, "Filters");
    this.element = element("form", { class: "filters", role: "search", "aria-label": label }, search, others.length > 0 ? button : null, ...others, element("button", { type: "reset", class: "quiet" }, "Clear"));
    button.addEventListener("click", () => button.setAttribute("aria-expanded", String(this.element.classList.toggle("open"))));
    this.empty = this.#all();
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.timer = null;
    const changeIn = (pause) => {
      clearTimeout(this.timer);
      list().busy = true;
      this.timer = setTimeout(() => this.#changed(), pause);
    };
    this.element.addEventListener("reset", () => changeIn(0));
    this.element.addEventListener("input", () => changeIn(typingPause));
    this.element.querySelector("input[type=search]").addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      if (this.timer !== null) this.#changed();
      list().element.focus();
    });
  }

  #all() {
    return Object.fromEntries(new FormData(this.element));
  }

  #changed() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.element.isConnected) this.showInAddress(); // else it is another section's
    this.onChange();
  }

  /// The values of all filters, without white space around them; what isn't a filter's value is none.
  values() {
    const valueOf = (name, value) => (this.element.elements[name].validity.valid ? value.trim() : this.empty[name]);
    return Object.fromEntries(Object.entries(this.#all()).map(([name, value]) => [name, valueOf(name, value)]));
  }

  /// Sets the filters to what an address says; what it doesn't name is empty. True if that changed any.
  setFrom(query) {
    const wanted = new URLSearchParams(query);
    const before = JSON.stringify(this.#all());
    for (const control of this.element.elements) {
      if (control.name === "") continue;
      control.value = wanted.get(control.name) ?? this.empty[control.name];
      if (control.value === "" && this.empty[control.name] !== "") control.value = this.empty[control.name];
    }
    return JSON.stringify(this.#all()) !== before;
  }

  /// The address of the section with its filters.
  address() {
    const set = Object.entries(this.values()).filter(([name, value]) => value !== this.empty[name]);
    return set.length === 0 ? `#${this.name}` : `#${this.name}?${new URLSearchParams(set)}`;
  }

  showInAddress() {
    history.replaceState(null, "", this.address());
  }
}
