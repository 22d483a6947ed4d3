import { maxClassListBytes } from "@/lib/contracts/class-list";

/** What a file holds as JSON; what it means is for the server to say. */
export async function readClassListFile(
  file: Pick<Blob, "size" | "text">,
): Promise<{ list: unknown } | { problem: "tooLarge" | "noJson" }> {
  if (file.size > maxClassListBytes) return { problem: "tooLarge" };
  try {
    // A byte order mark, as some editors write it, is no JSON.
    const list: unknown = JSON.parse((await file.text()).replace(/^\uFEFF/, ""));
    return { list };
  } catch {
    return { problem: "noJson" };
  }
}
