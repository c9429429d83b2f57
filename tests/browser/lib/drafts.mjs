// Drafts as editors paste them, made of the fixtures.
import { readFileSync } from "node:fs";
import path from "node:path";

import { fixtures } from "./program.mjs";

const read = (name) => readFileSync(path.join(fixtures, name), "utf8");

/** The "about" text that was in use up to 2021, and the one since 2022. */
export const oldFooter = read("check_new/street-trees-ar.txt").trimEnd().split("\n").at(-1);
export const currentFooter = read("check_archive/2024/rain-stations-ar.txt").trimEnd().split("\n").at(-1);

/** A release of 2023 under a new date, with the footer of 2021. */
export function reissueWithOldFooter() {
  const lines = read("check_new/versions/literacy-again.txt").trimEnd().split("\n");
  return `${[...lines.slice(0, -1), oldFooter].join("\n")}\n`;
}

export const newRelease = () => read("check_new/library-count-ar.txt");
export const oldFigures = () => read("check_new/versions/flood-losses-old-figures.txt");
