import { migrate } from "../db/migrate";
import { getSetupLink } from "./get-setup-link";

/** `node --import tsx server/auth/print-setup-link.ts`: prints the link, or nothing once somebody exists. */
await migrate();
const link = await getSetupLink();
if (link) console.log(link);
