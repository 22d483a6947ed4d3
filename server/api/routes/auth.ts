import { changePassword } from "@/server/auth/change-password";
import { createApiKey } from "@/server/auth/create-api-key";
import { createUser } from "@/server/auth/create-user";
import { deleteApiKey } from "@/server/auth/delete-api-key";
import { listApiKeys } from "@/server/auth/list-api-keys";
import { listUsers } from "@/server/auth/list-users";
import { resetPassword } from "@/server/auth/reset-password";
import { setUpAdministrator } from "@/server/auth/set-up-administrator";
import { signIn } from "@/server/auth/sign-in";
import { signOut } from "@/server/auth/sign-out";
import { updateUser } from "@/server/auth/update-user";
import type { ApiContext } from "../context";
import { openOs, os } from "../middleware";

function sendCookies(context: ApiContext, cookies: string[]): void {
  context.resHeaders.delete("set-cookie");
  for (const cookie of cookies) context.resHeaders.append("set-cookie", cookie);
}

export const auth = {
  setup: openOs.auth.setup.handler(async ({ input, context }) => {
    await setUpAdministrator(input);
    const { user, cookies } = await signIn(input, context.request);
    sendCookies(context, cookies);
    return user;
  }),
  signIn: openOs.auth.signIn.handler(async ({ input, context }) => {
    const { user, cookies } = await signIn(input, context.request);
    sendCookies(context, cookies);
    return user;
  }),
  signOut: os.auth.signOut.handler(async ({ context }) => {
    sendCookies(context, await signOut(context.request));
    return { ok: true as const };
  }),
  me: os.auth.me.handler(async ({ context }) => context.me),
  changePassword: os.auth.changePassword.handler(async ({ input, context }) =>
    changePassword(input, context.me, context.request),
  ),
  listUsers: os.auth.listUsers.handler(async () => listUsers()),
  createUser: os.auth.createUser.handler(async ({ input }) => createUser(input)),
  updateUser: os.auth.updateUser.handler(async ({ input, context }) =>
    updateUser(input, context.me),
  ),
  resetPassword: os.auth.resetPassword.handler(async ({ input, context }) =>
    resetPassword(input.userId, context.me),
  ),
  listApiKeys: os.auth.listApiKeys.handler(async ({ context }) => listApiKeys(context.me)),
  createApiKey: os.auth.createApiKey.handler(async ({ input, context }) =>
    createApiKey(context.me, input.name),
  ),
  deleteApiKey: os.auth.deleteApiKey.handler(async ({ input, context }) => {
    await deleteApiKey(context.me, input.keyId);
    return { ok: true as const };
  }),
};
