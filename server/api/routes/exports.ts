import { createExport } from "../../exports/create-export";
import { os } from "../middleware";

export const exportRoutes = {
  create: os.exports.create.handler(({ input, context }) => createExport(input, context.me)),
};
