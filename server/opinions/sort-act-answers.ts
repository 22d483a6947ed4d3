import type { ActAnswer, ActTile } from "../db/act-statements";
import type { AskedOfTiles } from "./weigh-tiles";

/**
 * What takes an act back on tiles that are governed by answers: the earlier answer where the present
 * one is the act's, no decision where nobody decided anew, no return where one waits.
 *
 * @param isClass Whether a class is still there to go back to.
 * @returns What to ask, and the tiles that stay as they are.
 */
export function sortActAnswers(
  rows: readonly ActAnswer[],
  isClass: (classId: string) => boolean,
): { asked: AskedOfTiles; kept: ActTile[] } {
  const answers = new Map<number, Map<string, string | null>>();
  const reopened = new Map<number, string | null>();
  const withdrawn = new Set<number>();
  const kept: ActTile[] = [];
  for (const row of rows) {
    const { tileIndex, kind, personId, fromClassId, toClassId, nowClassId } = row;
    if (kind === "returned") {
      withdrawn.add(tileIndex);
      continue;
    }
    const isAsLeft = nowClassId === toClassId;
    const canGoBack = fromClassId === null || isClass(fromClassId);
    if (kind === "opinion" && nowClassId === fromClassId) continue;
    if (!isAsLeft || !canGoBack) {
      kept.push({
        ...{ tileIndex, fromClassId, toClassId, nowClassId },
        ...{ lastAuthorId: personId, lastAuthorName: row.personName },
      });
    } else if (kind === "decided") {
      reopened.set(tileIndex, fromClassId);
    } else {
      answers.set(tileIndex, new Map(answers.get(tileIndex)).set(personId, fromClassId));
    }
  }
  return { asked: { answers, reopened, withdrawn }, kept };
}
