import type {
  ClassList,
  ClassListChange,
  ClassListImport,
  ImportClassListInput,
} from "@/lib/contracts/class-list";
import { type Class, findClassListIssues, maxClasses } from "@/lib/contracts/projects";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { inTransaction } from "../db/client";
import { publishProject } from "../projects/publish-project";
import { getProjectRow, listClasses } from "../projects/queries";
import { saveClasses } from "../projects/save-classes";

type Listed = ClassList["classes"][number];

/** A class as it will be, and as it is; null: it is new. */
interface Planned {
  to: Omit<Listed, "id">;
  from: Class | null;
  isListed: boolean;
}

/**
 * Makes a project's classes be those of a list, in its order. A class is found by its id where the
 * project has it, else by its name; classes that are not in the list stay behind it, or are archived.
 * A key that such a class has stays with it. Labels are never touched. With `preview` nothing changes.
 *
 * @throws AppError `not_found`; `invalid_input` when two classes would have one name, or the tree
 *   would be too deep; `conflict` when they would be too many.
 */
export async function importClassList(input: ImportClassListInput): Promise<ClassListImport> {
  return inTransaction(async (trx) => {
    await getProjectRow(input.projectId);
    const present = await listClasses(input.projectId);
    const planned = plan(input, present);
    if (!input.preview) {
      await saveClasses(
        trx,
        input.projectId,
        planned.map(({ to, from }) => ({ ...to, ...(from ? { id: from.id } : {}) })),
      );
      await publishProject(trx, input.projectId);
    }
    const changes = planned.map((one) => describeChange(one, present));
    return { changes, applied: !input.preview };
  });
}

function plan({ list, matchBy, others }: ImportClassListInput, present: Class[]): Planned[] {
  const taken = new Set<Class>();
  const find = (listed: Listed) => {
    const free = present.filter((one) => !taken.has(one));
    const byId = matchBy === "id" ? free.find((one) => one.id === listed.id) : undefined;
    return byId ?? free.find((one) => isSameName(one.name, listed.name));
  };
  // Ids first: a class that was renamed to the old name of another must not take its place.
  const byId = new Map<Listed, Class>();
  for (const listed of matchBy === "id" ? list.classes : []) {
    const found = present.find((one) => one.id === listed.id);
    if (found && taken.has(found)) {
      throw new AppError(
        "invalid_input",
        sentence("server.classes.listedTwice", { name: listed.name }),
      ).at("list.classes");
    }
    if (found) byId.set(listed, found);
    if (found) taken.add(found);
  }
  const planned = list.classes.map(({ id, ...to }, place): Planned => {
    const listed = list.classes[place] as Listed;
    const from = byId.get(listed) ?? find(listed) ?? null;
    if (from) taken.add(from);
    return { to, from, isListed: true };
  });
  const stay = stayingClasses(planned, present, others);
  const keys = new Set(stay.map((one) => one.to.key));
  for (const one of planned) if (keys.has(one.to.key)) one.to = { ...one.to, key: null };
  requireList([...planned, ...stay]);
  return [...planned, ...stay];
}

/** The classes that the list does not name, below the parents that they have, as those are called then. */
function stayingClasses(
  planned: readonly Planned[],
  present: readonly Class[],
  others: "keep" | "archive",
): Planned[] {
  const nameNow = new Map(planned.flatMap(({ from, to }) => (from ? [[from.id, to.name]] : [])));
  const stay = present.filter((one) => !planned.some(({ from }) => from === one));
  for (const one of stay) nameNow.set(one.id, one.name);
  return stay.map((from) => {
    const archived = from.archived || others === "archive";
    const { name, colour } = from;
    const parent = nameNow.get(from.parentId ?? "") ?? null;
    const key = archived && !from.archived ? null : from.key;
    return { from, isListed: false, to: { name, colour, key, parent, archived } };
  });
}

function requireList(planned: readonly Planned[]): void {
  const path = "list.classes";
  if (planned.length > maxClasses) {
    throw new AppError("conflict", sentence("server.projects.noRoomForClass", { maxClasses })).at(
      path,
    );
  }
  const [issue] = findClassListIssues(planned.map(({ to }) => to));
  if (issue) throw new AppError("invalid_input", issue.sentence).at(path);
}

function describeChange(
  { to, from, isListed }: Planned,
  present: readonly Class[],
): ClassListChange {
  const base = { name: to.name, colour: to.colour.toLowerCase(), classId: from?.id ?? null };
  if (!from) return { ...base, change: "added", fields: [] };
  const before = {
    name: from.name,
    colour: from.colour.toLowerCase(),
    key: from.key,
    parent: present.find((one) => one.id === from.parentId)?.name ?? null,
    archived: String(from.archived),
  };
  const after = { ...to, colour: base.colour, archived: String(to.archived) };
  const fields = (["name", "colour", "key", "parent", "archived"] as const)
    .map((field) => ({ field, from: before[field], to: after[field] }))
    .filter((one) => one.from !== one.to);
  if (isListed) return { ...base, change: fields.length > 0 ? "changed" : "unchanged", fields };
  return { ...base, change: to.archived && !from.archived ? "archived" : "kept", fields };
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
