import { ServerResponse } from "node:http";

/**
 * Loaded into the web process before Next.js, which takes Content-Length away from the answers of
 * route handlers: browsers then show no total, and a download that broke off looks whole. A handler
 * therefore says its length a second time, as X-Byte-Length, and here it gets its own name back.
 */
const { setHeader } = ServerResponse.prototype;

ServerResponse.prototype.setHeader = function (name, value) {
  const isLength = String(name).toLowerCase() === "x-byte-length";
  return setHeader.call(this, isLength ? "content-length" : name, value);
};
