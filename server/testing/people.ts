import type { Me, Role } from "@/lib/contracts/auth";
import { createApiKey } from "../auth/create-api-key";
import { insertUser } from "../auth/insert-user";
import { toMe } from "../auth/queries";

export const testPassword = "correct horse battery";

/** Makes a person of a role, as `<role>@example.org`, and an API key of theirs. */
export async function makeTestPerson(
  role: Role,
  name: string = role,
): Promise<{ me: Me; key: string }> {
  const user = await insertUser({
    name,
    email: `${name}@example.org`,
    password: testPassword,
    role,
  });
  const me = toMe(user);
  const { key } = await createApiKey(me, "test");
  return { me, key };
}
