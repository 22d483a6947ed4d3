/**
 * Colours that people know for land-cover classes: ESA WorldCover where it has the class, else
 * CORINE Land Cover; everything else gets the next free colour of a colour-blind-safe set.
 */

interface StandardClass {
  colour: string;
  source: "ESA WorldCover" | "CORINE";
  /** Lower case; the first English and the first Chinese one name the class. */
  names: readonly string[];
}

const worldCover = "ESA WorldCover";
const corine = "CORINE";

const standardClasses: readonly StandardClass[] = [
  {
    colour: "#006400",
    source: worldCover,
    names: ["forest", "tree cover", "tree", "wood", "woodland", "森林", "林地", "树木", "有林地"],
  },
  {
    colour: "#ffbb22",
    source: worldCover,
    names: ["shrub", "shrubland", "bush", "chaparral", "灌木", "灌丛", "灌木林"],
  },
  {
    colour: "#ffff4c",
    source: worldCover,
    names: ["grassland", "grass", "herbaceous vegetation", "meadow", "草地", "草原", "草本植被"],
  },
  {
    colour: "#f096ff",
    source: worldCover,
    names: [
      "cropland",
      "crop",
      "annual crop",
      "agriculture",
      "agricultural",
      "farmland",
      "field",
      "耕地",
      "农田",
      "农用地",
      "旱地",
    ],
  },
  {
    colour: "#fa0000",
    source: worldCover,
    names: [
      "built up",
      "built",
      "builtup",
      "urban",
      "building",
      "settlement",
      "town",
      "建筑",
      "建成区",
      "建设用地",
      "城镇",
      "城市",
    ],
  },
  {
    colour: "#b4b4b4",
    source: worldCover,
    names: [
      "bare",
      "bare ground",
      "bare land",
      "bare soil",
      "barren",
      "sparse vegetation",
      "soil",
      "裸地",
      "裸土",
      "荒地",
      "未利用地",
    ],
  },
  {
    colour: "#f0f0f0",
    source: worldCover,
    names: ["snow", "snow and ice", "ice", "glacier", "冰雪", "雪", "冰川", "积雪"],
  },
  {
    colour: "#0064c8",
    source: worldCover,
    names: [
      "water",
      "water body",
      "permanent water",
      "lake",
      "reservoir",
      "sea lake",
      "水体",
      "水域",
      "湖泊",
      "水库",
    ],
  },
  {
    colour: "#0096a0",
    source: worldCover,
    names: ["wetland", "herbaceous wetland", "marsh", "swamp", "湿地", "沼泽"],
  },
  { colour: "#00cf75", source: worldCover, names: ["mangrove", "红树林"] },
  {
    colour: "#fae6a0",
    source: worldCover,
    names: ["moss", "lichen", "moss and lichen", "tundra", "苔藓", "地衣", "苔原"],
  },
  {
    colour: "#e6004d",
    source: corine,
    names: [
      "dense residential",
      "continuous urban fabric",
      "city centre",
      "密集居民区",
      "高密度住宅",
    ],
  },
  {
    colour: "#ff0000",
    source: corine,
    names: [
      "residential",
      "discontinuous urban fabric",
      "medium residential",
      "sparse residential",
      "居民区",
      "住宅",
      "居民地",
      "村庄",
    ],
  },
  {
    colour: "#cc4df2",
    source: corine,
    names: ["industrial", "industry", "commercial", "factory", "工业", "工业区", "商业", "厂房"],
  },
  {
    colour: "#cc0000",
    source: corine,
    names: ["road", "highway", "freeway", "railway", "street", "道路", "公路", "铁路", "高速公路"],
  },
  { colour: "#e6cccc", source: corine, names: ["port", "harbor", "harbour", "港口", "码头"] },
  { colour: "#e6cce6", source: corine, names: ["airport", "runway", "airplane", "机场", "跑道"] },
  {
    colour: "#a600cc",
    source: corine,
    names: ["mine", "quarry", "mineral extraction", "矿区", "采矿", "采石场"],
  },
  { colour: "#a64d00", source: corine, names: ["dump", "landfill", "垃圾场", "填埋场"] },
  {
    colour: "#ff4dff",
    source: corine,
    names: ["construction", "construction site", "工地", "在建"],
  },
  {
    colour: "#ffa6ff",
    source: corine,
    names: ["park", "green urban area", "公园", "城市绿地", "绿地"],
  },
  {
    colour: "#ffe6ff",
    source: corine,
    names: ["sport", "golf course", "stadium", "运动场", "高尔夫球场"],
  },
  {
    colour: "#e6e600",
    source: corine,
    names: ["rice", "paddy", "rice field", "水田", "稻田", "水稻"],
  },
  { colour: "#e68000", source: corine, names: ["vineyard", "葡萄园"] },
  {
    colour: "#f2a64d",
    source: corine,
    names: [
      "orchard",
      "permanent crop",
      "fruit tree",
      "plantation",
      "果园",
      "园地",
      "多年生作物",
      "茶园",
    ],
  },
  { colour: "#e6a600", source: corine, names: ["olive", "olive grove", "橄榄园"] },
  { colour: "#e6e64d", source: corine, names: ["pasture", "牧场", "牧草地"] },
  {
    colour: "#80ff00",
    source: corine,
    names: ["broadleaf", "broad leaved forest", "deciduous forest", "阔叶林"],
  },
  {
    colour: "#00a600",
    source: corine,
    names: ["conifer", "coniferous forest", "evergreen forest", "针叶林"],
  },
  { colour: "#4dff00", source: corine, names: ["mixed forest", "混交林"] },
  {
    colour: "#a6f200",
    source: corine,
    names: ["young forest", "transitional woodland", "幼林", "疏林"],
  },
  {
    colour: "#e6e6e6",
    source: corine,
    names: ["sand", "beach", "dune", "desert", "沙地", "沙滩", "沙漠", "沙丘"],
  },
  { colour: "#cccccc", source: corine, names: ["rock", "bare rock", "岩石", "裸岩"] },
  { colour: "#000000", source: corine, names: ["burnt", "burned area", "火烧迹地", "过火区"] },
  { colour: "#4d4dff", source: corine, names: ["peat", "peat bog", "bog", "泥炭地"] },
  { colour: "#ccccff", source: corine, names: ["salt marsh", "盐沼"] },
  { colour: "#a6a6e6", source: corine, names: ["tidal flat", "mudflat", "滩涂", "潮滩"] },
  {
    colour: "#00ccf2",
    source: corine,
    names: ["river", "stream", "canal", "water course", "河流", "河", "水渠", "运河"],
  },
  { colour: "#e6f2ff", source: corine, names: ["sea", "ocean", "海洋", "海域"] },
];

/** Wong and Tol, ordered so that neighbours differ most; safe for the common colour blindnesses. */
export const safeColours: readonly string[] = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#d55e00",
  "#56b4e9",
  "#f0e442",
  "#882255",
  "#44aa99",
  "#332288",
  "#999933",
  "#cc6677",
  "#117733",
  "#88ccee",
  "#aa4499",
  "#ddcc77",
];

/** All colours to choose from in a picker: the standard ones first. */
export const pickerColours: readonly string[] = [
  ...new Set([...standardClasses.slice(0, 11).map((one) => one.colour), ...safeColours]),
].concat("#555555", "#888888", "#ffffff", "#4a2c17", "#7f5539");

function normalise(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}

function singular(words: string): string {
  return words.replace(/([^s])s(?= |$)/g, "$1");
}

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);

/** The standard class that a name means; of several the one with the longest match. */
export function findStandardClass(
  name: string,
): { colour: string; source: StandardClass["source"] } | null {
  const text = normalise(name);
  if (text === "") return null;
  const padded = ` ${singular(text)} `;
  let best: StandardClass | null = null;
  let bestLength = 0;
  for (const standard of standardClasses) {
    for (const alias of standard.names) {
      const fits = hasHan(alias) ? text.includes(alias) : padded.includes(` ${singular(alias)} `);
      if (fits && alias.length > bestLength) {
        best = standard;
        bestLength = alias.length;
      }
    }
  }
  return best && { colour: best.colour, source: best.source };
}

/** A colour for a class of this name that no other class has; `used` are the others' colours. */
export function suggestColour(name: string, used: Iterable<string> = []): string {
  const taken = new Set(Array.from(used, (colour) => colour.toLowerCase()));
  const standard = findStandardClass(name);
  if (standard && !taken.has(standard.colour)) return standard.colour;
  const free = safeColours.find((colour) => !taken.has(colour));
  if (free) return free;
  // More classes than the set holds: walk the hue circle by the golden angle.
  for (let step = 0; ; step += 1) {
    const colour = hslToHex((step * 137.508) % 360, 0.55, 0.4 + 0.15 * (step % 3));
    if (!taken.has(colour)) return colour;
  }
}

function hslToHex(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(place - 3, 9 - place, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

const keyOrder = "1234567890qwertyuiopasdfghjklzxcvbnm";

/** The first key that no class has; null when all are taken. */
export function suggestKey(used: Iterable<string | null>): string | null {
  const taken = new Set(used);
  return Array.from(keyOrder).find((key) => !taken.has(key)) ?? null;
}
