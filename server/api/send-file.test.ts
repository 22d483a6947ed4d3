import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { sendFile } from "./send-file";

const folder = mkdtempSync(path.join(tmpdir(), "tilewright-send-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = {
  path: path.join(folder, "labels.tif"),
  fileName: "l.tif",
  contentType: "image/tiff",
};
const request = () => new Request("http://127.0.0.1/l.tif");

it("sends the file it has measured, though another takes its name meanwhile", async () => {
  writeFileSync(file.path, "the first one");
  const answer = await sendFile(request(), file);
  writeFileSync(`${file.path}.new`, "2nd");
  renameSync(`${file.path}.new`, file.path);
  expect(answer.headers.get("content-length")).toBe("13");
  expect(await answer.text()).toBe("the first one");
  expect(await (await sendFile(request(), file)).text()).toBe("2nd");
});

it("sends a file that is open, though it is gone by now, and closes it", async () => {
  writeFileSync(file.path, "going");
  const opened = await open(file.path, "r");
  rmSync(file.path);
  expect(existsSync(file.path)).toBe(false);
  expect(await (await sendFile(request(), { ...file, opened })).text()).toBe("going");
  expect(opened.fd).toBe(-1);
  await expect(sendFile(request(), file)).rejects.toMatchObject({ code: "not_found" });
});

it("closes what it does not send", async () => {
  writeFileSync(file.path, "not now");
  for (const init of [{ method: "HEAD" }, { headers: { range: "bytes=100-" } }]) {
    const opened = await open(file.path, "r");
    await sendFile(new Request("http://127.0.0.1/l.tif", init), { ...file, opened });
    expect(opened.fd).toBe(-1);
  }
  const left = await open(file.path, "r");
  const leaving = new AbortController();
  await sendFile(new Request("http://127.0.0.1/l.tif", { signal: leaving.signal }), {
    ...file,
    opened: left,
  });
  leaving.abort();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(left.fd).toBe(-1);
});
