import { beforeEach, expect, it, vi } from "vitest";
import { findInterruptedUploads, forgetUpload, uploadFingerprint } from "./interrupted-uploads";

/** As much of localStorage as is used here. */
class MemoryStorage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.#items.set(key, value);
  }
  removeItem(key: string) {
    this.#items.delete(key);
  }
}

const file = { name: "scene.tif", size: 5_000_000_000, lastModified: 1_700_000_000_000 };

function remember(projectId: string, creationTime: string) {
  localStorage.setItem(
    `tus::${uploadFingerprint(projectId, file)}::123`,
    JSON.stringify({
      size: file.size,
      creationTime,
      metadata: { filename: file.name, projectId },
      uploadUrl: "/api/uploads/upl_1",
    }),
  );
}

beforeEach(() => vi.stubGlobal("localStorage", new MemoryStorage()));

it("finds the unfinished uploads of a project", () => {
  remember("prj_a", "2026-11-24T07:00:00.000Z");
  remember("prj_b", "2026-11-24T08:00:00.000Z");
  expect(findInterruptedUploads("prj_a")).toEqual([
    {
      key: `tus::${uploadFingerprint("prj_a", file)}::123`,
      fileName: "scene.tif",
      byteSize: file.size,
      startedAtMs: Date.parse("2026-11-24T07:00:00.000Z"),
    },
  ]);
});

it("drops what it cannot read and leaves other keys alone", () => {
  localStorage.setItem("tus::tilewright-prj_a-x::1", "not json");
  localStorage.setItem("theme", "dark");
  expect(findInterruptedUploads("prj_a")).toEqual([]);
  expect(localStorage.getItem("tus::tilewright-prj_a-x::1")).toBeNull();
  expect(localStorage.getItem("theme")).toBe("dark");
});

it("forgets an upload that was given up", () => {
  remember("prj_a", "2026-11-24T07:00:00.000Z");
  forgetUpload(uploadFingerprint("prj_a", file));
  expect(findInterruptedUploads("prj_a")).toEqual([]);
});
