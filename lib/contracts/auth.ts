import { z } from "zod";
import { nameSchema, timeMsSchema, userIdSchema } from "./common";

/** What a person may do; server/auth/permissions.ts says which role may do what. */
export const roleSchema = z
  .enum(["administrator", "researcher", "analyst", "reviewer"])
  .meta({ id: "Role" });
export type Role = z.infer<typeof roleSchema>;

/** Everything that is guarded. One word per thing a person does. */
export const permissionSchema = z
  .enum([
    "project.read",
    "project.write",
    "scene.import",
    "scene.delete",
    "label.write",
    "label.review",
    "dataset.freeze",
    "dataset.delete",
    "run.launch",
    "run.delete",
    "model.write",
    "prediction.create",
    "prediction.delete",
    "people.manage",
    "settings.manage",
  ])
  .meta({ id: "Permission" });
export type Permission = z.infer<typeof permissionSchema>;

export const emailSchema = z.email("That is not an e-mail address.").max(200).toLowerCase();
export const passwordSchema = z
  .string()
  .min(10, "A password has at least 10 characters.")
  .max(128, "A password has at most 128 characters.");

export const userSchema = z
  .object({
    id: userIdSchema,
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    active: z.boolean(),
    mustChangePassword: z
      .boolean()
      .describe("Has a one-time password, and may do nothing before choosing their own."),
    createdAtMs: timeMsSchema,
  })
  .meta({ id: "User" });
export type User = z.infer<typeof userSchema>;

/** The person behind a request, and what they may do. */
export const meSchema = userSchema
  .extend({ permissions: z.array(permissionSchema) })
  .meta({ id: "Me" });
export type Me = z.infer<typeof meSchema>;

export const setupInputSchema = z.object({
  token: z.string().min(1).max(200).describe("From the one-time link printed in the terminal."),
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
});

export const signInInputSchema = z.object({
  email: emailSchema,
  password: z.string().min(1, "The password is missing.").max(128),
});

export const createUserInputSchema = z.object({
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  role: roleSchema,
});

export const updateUserInputSchema = z.object({
  userId: userIdSchema,
  name: nameSchema.optional(),
  role: roleSchema.optional(),
  active: z.boolean().optional(),
  password: passwordSchema
    .optional()
    .describe("A one-time password, which has to be changed before anything else; not one's own."),
});

export const changePasswordInputSchema = z.object({
  currentPassword: z.string().min(1, "The password is missing.").max(128),
  newPassword: passwordSchema,
});

export const oneTimePasswordSchema = z
  .object({
    user: userSchema,
    password: z.string().describe("Shown once; has to be changed at the next sign-in."),
  })
  .meta({ id: "OneTimePassword" });

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe("First characters of the key, to recognise it by."),
    createdAtMs: timeMsSchema,
    lastUsedAtMs: timeMsSchema.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof apiKeySchema>;

export const createApiKeyInputSchema = z.object({ name: nameSchema });
export const createdApiKeySchema = apiKeySchema
  .extend({ key: z.string().describe("Shown once; send it as Authorization: Bearer <key>.") })
  .meta({ id: "CreatedApiKey" });
