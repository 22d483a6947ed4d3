import { setImmediate } from "node:timers/promises";
import type { Person } from "@/lib/contracts/common";
import type { Agreement } from "@/lib/contracts/opinions";
import { findPeople } from "../auth/queries";
import { getDb } from "../db/client";
import { readNextAnswers } from "../db/review-statements";
import { listClasses } from "../projects/queries";
import {
  addCoincidences,
  cohenKappa,
  emptyMatrix,
  krippendorffAlpha,
  type Matrix,
  oneAgainstRest,
} from "./agreement";

/** Read at once: others have their turn between two parts. Far more than one tile has. */
const answersPerPart = 20_000;

/**
 * How far people agree who answered the same tiles, as their answers stand now, in the whole project
 * or in one scene.
 */
export async function getAgreement(input: {
  projectId: string;
  sceneId?: string | undefined;
}): Promise<Agreement> {
  const classes = await listClasses(input.projectId);
  const tally = new Tally(classes.map((one) => one.id));
  for (const sceneId of await listSceneIds(input)) await addScene(tally, sceneId);
  return tally.describe(await findPeople(tally.people));
}

async function addScene(tally: Tally, sceneId: string): Promise<void> {
  for (let after = -1; ; ) {
    const rows = await readNextAnswers(getDb(), sceneId, after, answersPerPart);
    const isEnd = rows.length < answersPerPart;
    const last = rows.at(-1)?.tileIndex;
    for (let start = 0; start < rows.length; ) {
      const tile = rows[start]?.tileIndex as number;
      // The last tile of a part may go on in the next one, which begins with it.
      if (tile === last && !isEnd) break;
      let end = start + 1;
      while (rows[end]?.tileIndex === tile) end += 1;
      if (end - start > 1) tally.addTile(rows.slice(start, end));
      after = tile;
      start = end;
    }
    if (isEnd) return;
    await setImmediate();
  }
}

class Tally {
  readonly #classIds: string[];
  readonly #places: Map<string, number>;
  readonly #coincidences: number[][];
  readonly #pairs = new Map<string, Map<string, number[][]>>();
  /** Classes that somebody named: a project may have 250, and a matrix of them for every pair. */
  readonly #used = new Set<number>();
  #tileCount = 0;

  constructor(classIds: string[]) {
    this.#classIds = classIds;
    this.#places = new Map(classIds.map((id, place) => [id, place]));
    this.#coincidences = emptyMatrix(classIds.length);
  }

  get people(): string[] {
    return [...this.#pairs].flatMap(([a, others]) => [a, ...others.keys()]);
  }

  /** @param answers In the order of their authors' ids. */
  addTile(answers: readonly { authorId: string; classId: string }[]): void {
    const places = answers.map(({ classId }) => this.#places.get(classId) ?? -1);
    if (places.includes(-1)) return;
    this.#tileCount += 1;
    for (const place of places) this.#used.add(place);
    addCoincidences(this.#coincidences, places);
    answers.forEach((one, first) => {
      for (let second = first + 1; second < answers.length; second += 1) {
        const other = answers[second] as { authorId: string };
        const matrix = this.#matrixOf(one.authorId, other.authorId);
        const row = matrix[places[first] as number] as number[];
        const column = places[second] as number;
        row[column] = (row[column] ?? 0) + 1;
      }
    });
  }

  #matrixOf(a: string, b: string): number[][] {
    const others = this.#pairs.get(a) ?? new Map<string, number[][]>();
    this.#pairs.set(a, others);
    const matrix = others.get(b) ?? emptyMatrix(this.#classIds.length);
    others.set(b, matrix);
    return matrix;
  }

  describe(people: ReadonlyMap<string, Person>): Agreement {
    const personOf = (id: string): Person => ({ id, name: people.get(id)?.name ?? id });
    const used = [...this.#used].sort((a, b) => a - b);
    const narrow = (matrix: Matrix) => used.map((row) => used.map((at) => matrix[row]?.[at] ?? 0));
    const pairs = [...this.#pairs].flatMap(([a, others]) =>
      [...others].map(([b, matrix]) => ({
        a: personOf(a),
        b: personOf(b),
        ...describePair(narrow(matrix)),
      })),
    );
    const coincidences = narrow(this.#coincidences);
    return {
      tileCount: this.#tileCount,
      classIds: used.map((place) => this.#classIds[place] ?? ""),
      alpha: krippendorffAlpha(coincidences),
      classAlphas: used.map((_, at) => krippendorffAlpha(oneAgainstRest(coincidences, at))),
      pairs: pairs.sort((one, other) => other.tileCount - one.tileCount),
    };
  }
}

function describePair(matrix: number[][]) {
  const tileCount = matrix.flat().reduce((total, value) => total + value, 0);
  const agreed = matrix.reduce((total, row, at) => total + (row[at] ?? 0), 0);
  return {
    tileCount,
    agreement: agreed / tileCount,
    kappa: cohenKappa(matrix),
    classKappas: matrix.map((_, at) => cohenKappa(oneAgainstRest(matrix, at))),
    matrix,
  };
}

async function listSceneIds(input: {
  projectId: string;
  sceneId?: string | undefined;
}): Promise<string[]> {
  const rows = await getDb()
    .selectFrom("scene")
    .select("id")
    .where("project_id", "=", input.projectId)
    .$if(input.sceneId !== undefined, (query) => query.where("id", "=", input.sceneId ?? ""))
    .execute();
  return rows.map((row) => row.id);
}
