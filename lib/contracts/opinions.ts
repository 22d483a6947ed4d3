import { z } from "zod";

/** What makes the answers to a tile one: all the same, or more than half of them. */
export const opinionRuleSchema = z.enum(["unanimous", "majority"]);
export type OpinionRule = z.infer<typeof opinionRuleSchema>;

export const maxOpinions = 5;

/** How many people a project asks for the class of a tile, each without seeing the others' answers. */
export const opinionSettingSchema = z
  .object({
    opinions: z
      .number()
      .int()
      .min(1)
      .max(maxOpinions)
      .describe("Answers per tile; 1: nobody is asked twice."),
    share: z
      .number()
      .min(0)
      .max(1)
      .describe("Share of the tiles that want so many; the rest want one."),
    rule: opinionRuleSchema,
    seed: z.number().int().min(0).max(2_147_483_647).describe("Chooses which tiles these are."),
  })
  .meta({ id: "OpinionSetting" });
export type OpinionSetting = z.infer<typeof opinionSettingSchema>;

/** What a project asks that never said otherwise. */
export const oneOpinion: OpinionSetting = { opinions: 1, share: 1, rule: "unanimous", seed: 0 };
