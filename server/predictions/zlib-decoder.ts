import { promisify } from "node:util";
import { inflate } from "node:zlib";
import { BaseDecoder } from "geotiff";

const inflateAsync = promisify(inflate);

/**
 * DEFLATE through Node's own zlib: native, and on threads of its own, so that blocks are decoded
 * while the model computes.
 */
export class ZlibDecoder extends BaseDecoder {
  override async decodeBlock(buffer: ArrayBuffer): Promise<ArrayBuffer> {
    const block = await inflateAsync(new Uint8Array(buffer));
    const isWhole = block.byteOffset === 0 && block.byteLength === block.buffer.byteLength;
    return (
      isWhole
        ? block.buffer
        : block.buffer.slice(block.byteOffset, block.byteOffset + block.byteLength)
    ) as ArrayBuffer;
  }
}
