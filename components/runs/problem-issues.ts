import { z } from "zod";

const issuesSchema = z.array(z.object({ path: z.string(), message: z.string() }));

/** The wrong values that the server named, by their path in what was sent; none for other errors. */
export function problemIssues(thrown: unknown): z.infer<typeof issuesSchema> {
  const data: unknown = typeof thrown === "object" && thrown ? Reflect.get(thrown, "data") : null;
  const body: unknown = typeof data === "object" && data ? Reflect.get(data, "body") : null;
  for (const place of [data, body]) {
    const found: unknown =
      typeof place === "object" && place ? Reflect.get(place, "issues") : undefined;
    const parsed = issuesSchema.safeParse(found);
    if (parsed.success) return parsed.data;
  }
  return [];
}
