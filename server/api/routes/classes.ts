import { getClassList } from "../../classes/get-class-list";
import { getClassUse } from "../../classes/get-class-use";
import { importClassList } from "../../classes/import-class-list";
import { listClassChanges } from "../../classes/list-class-changes";
import { mergeClasses } from "../../classes/merge-classes";
import { revertClassChange } from "../../classes/revert-class-change";
import { splitClass } from "../../classes/split-class";
import { os } from "../middleware";

export const classRoutes = {
  getUse: os.classes.getUse.handler(({ input }) => getClassUse(input)),
  merge: os.classes.merge.handler(({ input, context }) => mergeClasses(input, context.me)),
  split: os.classes.split.handler(({ input, context }) => splitClass(input, context.me)),
  getList: os.classes.getList.handler(({ input }) => getClassList(input.projectId)),
  importList: os.classes.importList.handler(({ input }) => importClassList(input)),
  listChanges: os.classes.listChanges.handler(({ input }) => listClassChanges(input.projectId)),
  revertChange: os.classes.revertChange.handler(({ input, context }) =>
    revertClassChange(input, context.me),
  ),
};
