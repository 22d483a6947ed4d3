import type { Locale } from "@/lib/i18n/locales";

export const templateNames = ["landCover", "eurosat", "waterLand"] as const;
export type TemplateName = (typeof templateNames)[number];

/** Class lists to begin with, in the language of the person who makes the project. */
export const classTemplates: Record<TemplateName, Record<Locale, readonly string[]>> = {
  landCover: {
    en: ["Water", "Forest", "Grassland", "Cropland", "Built-up", "Bare ground", "Wetland", "Shrub"],
    "zh-CN": ["水体", "森林", "草地", "耕地", "建筑", "裸地", "湿地", "灌木"],
  },
  eurosat: {
    en: [
      "AnnualCrop",
      "Forest",
      "HerbaceousVegetation",
      "Highway",
      "Industrial",
      "Pasture",
      "PermanentCrop",
      "Residential",
      "River",
      "SeaLake",
    ],
    // Imported folders are matched by name, and theirs are English.
    "zh-CN": [
      "AnnualCrop",
      "Forest",
      "HerbaceousVegetation",
      "Highway",
      "Industrial",
      "Pasture",
      "PermanentCrop",
      "Residential",
      "River",
      "SeaLake",
    ],
  },
  waterLand: { en: ["Water", "Land"], "zh-CN": ["水体", "陆地"] },
};
