import type { Removal } from "@/lib/contracts/removals";
import { AppError } from "@/lib/errors";

type Part = Removal["parts"][number];

/** What deleting would take, and what `require`, which throws where something is in the way, says. */
export async function describeRemoval(
  { name, modelName = null }: { name: string; modelName?: string | null },
  parts: readonly Part[],
  require: () => Promise<void>,
): Promise<Removal> {
  let blocked: Removal["blocked"] = null;
  try {
    await require();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "conflict") throw thrown;
    blocked = thrown.toProblem();
  }
  const found = parts.filter((part) => part.bytes > 0);
  const bytes = found.reduce((sum, part) => sum + part.bytes, 0);
  return { name, bytes, parts: found, modelName, blocked };
}
