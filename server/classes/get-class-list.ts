import { type ClassList, classListVersion } from "@/lib/contracts/class-list";
import { getProjectRow, listClasses } from "../projects/queries";

/** The classes of a project as a file, in their order. @throws AppError `not_found`. */
export async function getClassList(projectId: string): Promise<ClassList> {
  const project = await getProjectRow(projectId);
  const classes = await listClasses(projectId);
  const nameOf = new Map(classes.map((one) => [one.id, one.name]));
  return {
    format: "tilewright.classes",
    version: classListVersion,
    project: project.name,
    classes: classes.map(({ id, name, colour, key, archived, parentId }) => ({
      ...{ id, name, colour, key },
      parent: nameOf.get(parentId ?? "") ?? null,
      archived,
    })),
  };
}
