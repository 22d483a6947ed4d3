import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/**
 * What a page may load and who may frame it: nothing but the studio itself, nobody. Inline scripts
 * stay allowed because Next.js writes its data as such; reloading in development needs eval.
 */
function contentSecurityPolicy(dev) {
  return [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self'${dev ? " ws: wss:" : ""}`,
    // geotiff.js brings its decoder as a data: address.
    "worker-src 'self' blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** @returns {import("next").NextConfig} */
export default function configure(phase) {
  const dev = phase === PHASE_DEVELOPMENT_SERVER;
  return {
    serverExternalPackages: ["better-sqlite3", "onnxruntime-node"],
    poweredByHeader: false,
    // Server-sent events must leave at once; a gzip buffer would hold them back.
    compress: false,
    devIndicators: false,
    // Pictures come as they are: no optimizer that strangers could keep busy.
    images: { unoptimized: true },
    outputFileTracingExcludes: { "*": ["server/trainer/**", "home/**"] },
    headers: async () => [
      {
        source: "/:path*",
        headers: [
          { key: "Content-Security-Policy", value: contentSecurityPolicy(dev) },
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "X-Frame-Options", value: "DENY" },
          // The one-time link carries its token in the address.
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        ],
      },
    ],
  };
}
