// The rooms that live figures take, as tools/rooms.py measured them, for their first pictures to keep.

import { readFileSync } from "node:fs";

const height = ([from, at, growth]) =>
  growth === 0 ? `${at}px` : `calc(${at}px + ${growth} * (100cqw - ${from}px))`;

function rules(name, pieces) {
  const rule = (piece) => `.dlb-first[data-figure="${name}"] .dlb-room{height:${height(piece)}}`;
  const [narrowest, ...wider] = pieces;
  return [
    rule(narrowest),
    ...wider.map((piece) => `@container (min-width:${piece[0]}px){${rule(piece)}}`),
  ];
}

/** The site's sheet of rooms, made from the file in `path`. */
export function roomSheet(path) {
  const rooms = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(rooms).flatMap(([name, pieces]) => rules(name, pieces)).join("\n");
}
