import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { listLabellers } from "./list-labellers";

/**
 * Areas are given to people who may label.
 *
 * @throws AppError `invalid_input`.
 */
export async function requireLabeller(userId: string): Promise<void> {
  const people = await listLabellers();
  if (people.some((person) => person.id === userId)) return;
  throw new AppError("invalid_input", sentence("server.areas.notALabeller"));
}
