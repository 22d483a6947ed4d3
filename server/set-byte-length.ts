/** Says how long a body is; a second time for `bin/keep-content-length.mjs`, which tells why. */
export function setByteLength(headers: Headers, byteSize: number): void {
  headers.set("content-length", String(byteSize));
  headers.set("x-byte-length", String(byteSize));
}
