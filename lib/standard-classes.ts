/**
 * Land-cover classes that people know, with their usual map colours: those of ESA WorldCover where
 * it has the class, else those of CORINE Land Cover.
 */

export interface StandardClass {
  colour: string;
  source: "ESA WorldCover" | "CORINE";
  /** Lower case; the first English and the first Chinese one name the class. */
  names: readonly string[];
}

const worldCover = "ESA WorldCover";
const corine = "CORINE";

export const standardClasses: readonly StandardClass[] = [
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
