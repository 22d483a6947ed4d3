import { type IdNoun, idPrefixes } from "./contracts/common";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A fresh id: prefix, ten characters of time (sortable), ten of chance. */
export function newId(noun: IdNoun, nowMs: number = Date.now()): string {
  let time = "";
  for (let rest = nowMs, place = 0; place < 10; place += 1, rest = Math.floor(rest / 32)) {
    time = alphabet[rest % 32] + time;
  }
  const chance = crypto.getRandomValues(new Uint8Array(10));
  return `${idPrefixes[noun]}_${time}${Array.from(chance, (byte) => alphabet[byte % 32]).join("")}`;
}
