import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** A file and its name in an archive. */
export interface ZipEntry {
  path: string;
  name: string;
}

interface Header {
  name: Buffer;
  crc: number;
  byteSize: number;
  offset: number;
}

const limit32 = 0xffffffff;
/** 1980-01-01, the first day that the format knows: the same files make the same archive. */
const fixedDate = 0x0021;
const utf8Names = 0x0800;
const zip64Version = 45;

/**
 * Writes a zip archive while it is read (APPNOTE 6.3, with ZIP64 for files of 4 GB and more).
 * Nothing is compressed: weights do not get smaller. Every file is read twice, for its checksum
 * stands before its bytes.
 */
export async function* zipFiles(entries: readonly ZipEntry[]): AsyncGenerator<Uint8Array> {
  const headers: Header[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { size: byteSize } = await stat(entry.path);
    const crc = await checksum(entry.path);
    const header = { name: Buffer.from(entry.name, "utf8"), crc, byteSize, offset };
    headers.push(header);
    const local = writeLocalHeader(header);
    yield local;
    for await (const chunk of createReadStream(entry.path)) yield chunk as Buffer;
    offset += local.length + byteSize;
  }
  const directory = Buffer.concat(headers.map(writeDirectoryEntry));
  yield directory;
  yield writeEnd(headers.length, directory.length, offset);
}

const localHeaderBytes = 30 + 20;
const directoryEntryBytes = 46 + 28;
const endBytes = 56 + 20 + 22;

/** How many bytes `zipFiles` will write. */
export async function measureZip(entries: readonly ZipEntry[]): Promise<number> {
  let byteSize = endBytes;
  for (const { path, name } of entries) {
    const nameBytes = Buffer.byteLength(name, "utf8");
    byteSize += localHeaderBytes + directoryEntryBytes + 2 * nameBytes + (await stat(path)).size;
  }
  return byteSize;
}

function writeLocalHeader({ name, crc, byteSize }: Header): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(byteSize), 4);
  extra.writeBigUInt64LE(BigInt(byteSize), 12);
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x04034b50, 0);
  fixed.writeUInt16LE(zip64Version, 4);
  fixed.writeUInt16LE(utf8Names, 6);
  fixed.writeUInt16LE(fixedDate, 12);
  fixed.writeUInt32LE(crc, 14);
  fixed.writeUInt32LE(limit32, 18);
  fixed.writeUInt32LE(limit32, 22);
  fixed.writeUInt16LE(name.length, 26);
  fixed.writeUInt16LE(extra.length, 28);
  return Buffer.concat([fixed, name, extra]);
}

function writeDirectoryEntry({ name, crc, byteSize, offset }: Header): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(byteSize), 4);
  extra.writeBigUInt64LE(BigInt(byteSize), 12);
  extra.writeBigUInt64LE(BigInt(offset), 20);
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x02014b50, 0);
  fixed.writeUInt16LE(zip64Version, 4);
  fixed.writeUInt16LE(zip64Version, 6);
  fixed.writeUInt16LE(utf8Names, 8);
  fixed.writeUInt16LE(fixedDate, 14);
  fixed.writeUInt32LE(crc, 16);
  fixed.writeUInt32LE(limit32, 20);
  fixed.writeUInt32LE(limit32, 24);
  fixed.writeUInt16LE(name.length, 28);
  fixed.writeUInt16LE(extra.length, 30);
  fixed.writeUInt32LE(limit32, 42);
  return Buffer.concat([fixed, name, extra]);
}

function writeEnd(count: number, directorySize: number, directoryOffset: number): Buffer {
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(zip64Version, 12);
  end64.writeUInt16LE(zip64Version, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(directorySize), 40);
  end64.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directorySize), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0xffff, 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(limit32, 12);
  end.writeUInt32LE(limit32, 16);
  return Buffer.concat([end64, locator, end]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

/** CRC-32 of a file's bytes. */
async function checksum(file: string): Promise<number> {
  let crc = 0xffffffff;
  for await (const chunk of createReadStream(file)) {
    for (const byte of chunk as Buffer) {
      crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] as number);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
