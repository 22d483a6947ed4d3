/** @type {import("next").NextConfig} */
const config = {
  serverExternalPackages: ["better-sqlite3", "onnxruntime-node"],
  poweredByHeader: false,
  // Server-sent events must leave at once; a gzip buffer would hold them back.
  compress: false,
  devIndicators: false,
  outputFileTracingExcludes: { "*": ["server/trainer/**", "home/**"] },
};

export default config;
