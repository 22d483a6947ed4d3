import { type IdNoun, idPrefixes } from "./contracts/common";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const timePlaces = 10;
const chancePlaces = 10;

let lastMs = 0;
let lastChance: number[] = [];

function drawChance(): number[] {
  return Array.from(crypto.getRandomValues(new Uint8Array(chancePlaces)), (byte) => byte % 32);
}

/** One more, as a number with the base 32; overflow is too unlikely to matter. */
function increase(digits: number[]): number[] {
  const next = [...digits];
  for (let place = next.length - 1; place >= 0; place -= 1) {
    const digit = next[place] ?? 0;
    next[place] = (digit + 1) % 32;
    if (digit < 31) break;
  }
  return next;
}

/**
 * A fresh id: prefix, ten characters of time, ten of chance.
 *
 * Ids that one process makes sort in the order they were made, also within a millisecond: the queue
 * relies on it.
 */
export function newId(noun: IdNoun, nowMs: number = Date.now()): string {
  lastChance = nowMs === lastMs ? increase(lastChance) : drawChance();
  lastMs = nowMs;
  let time = "";
  for (let rest = nowMs, place = 0; place < timePlaces; place += 1, rest = Math.floor(rest / 32)) {
    time = alphabet[rest % 32] + time;
  }
  return `${idPrefixes[noun]}_${time}${lastChance.map((digit) => alphabet[digit]).join("")}`;
}
