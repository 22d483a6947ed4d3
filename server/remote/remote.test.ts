import type { LookupAddress } from "node:dns";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hostSchema } from "@/lib/contracts/remote";
import { FileHost } from "../testing/file-host";
import { makeTestHome } from "../testing/home";
import { askHost } from "./ask-host";
import { deleteBucket, findBucket, listBuckets, saveBucket } from "./buckets";
import { updateRemoteHosts } from "./hosts";
import { isPrivateAddress, isPublicAddress } from "./public-address";
import { readAnswer, requireStatus } from "./read-answer";
import { resolveTarget } from "./resolve-target";

/** Names that no name server knows; the others are looked up as usual. */
const names = new Map<string, string[]>();
const lookups: string[] = [];
vi.mock("node:dns/promises", async (original) => {
  const real = await original<typeof import("node:dns/promises")>();
  return {
    ...real,
    lookup: async (host: string, options: { all: true }): Promise<LookupAddress[]> => {
      lookups.push(host);
      const known = names.get(host);
      if (!known) return real.lookup(host, options);
      return known.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    },
  };
});

let host: FileHost;
let other: FileHost;

beforeAll(async () => {
  await makeTestHome();
  host = await FileHost.open();
  other = await FileHost.open();
  host.files.set("/a.txt", { bytes: Buffer.from("whole") });
  other.files.set("/b.txt", { bytes: Buffer.from("other") });
});
afterAll(() => {
  host.close();
  other.close();
});
beforeEach(() => {
  host.asked.length = 0;
  other.asked.length = 0;
  lookups.length = 0;
});

async function read(address: string): Promise<string> {
  const answer = await askHost(await resolveTarget(address));
  requireStatus(answer, 200);
  return (await readAnswer(answer, 1000)).toString();
}

describe("hosts that may be read from", () => {
  it("are those of the list only, with their port", async () => {
    await updateRemoteHosts({ hosts: [] });
    await expect(read(`${host.url}/a.txt`)).rejects.toMatchObject({ code: "forbidden" });
    await updateRemoteHosts({ hosts: [{ host: "127.0.0.1", isPrivate: true }] });
    await expect(read(`${host.url}/a.txt`)).rejects.toMatchObject({ code: "forbidden" });
    await updateRemoteHosts({ hosts: [{ host: host.host, isPrivate: true }] });
    expect(await read(`${host.url}/a.txt`)).toBe("whole");
    await expect(
      updateRemoteHosts({ hosts: [1, 2].map(() => ({ host: "a.example", isPrivate: false })) }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });

  /** Every way to write an address of this machine, of its network or of its cloud. */
  const ways = [
    ...["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001"],
    ...["127.0.0.1%00", "0", "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "[::1]", "[::]"],
    ...["[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"],
    ...["[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1]", "[fd00::1]", "[fd00:ec2::254]"],
    ...["169.254.169.254", "[::ffff:169.254.169.254]", "2852039166", "0xa9fea9fe", "10.0.0.1"],
    ...["192.168.1.1", "172.16.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192"],
    ...["127。0。0。1", "①②⑦.⓪.⓪.①", "private.example", "mixed6.example", "metadata.example"],
  ];

  it.each(ways)("are not in a private network, however it is written: %s", async (way) => {
    names.set("private.example", ["10.1.2.3"]);
    names.set("mixed6.example", ["::ffff:127.0.0.1", "::1"]);
    names.set("metadata.example", ["169.254.169.254"]);
    const address = `http://${way}:${host.port}/a.txt`;
    const written = URL.canParse(address) ? new URL(address).host : "";
    const listed = hostSchema.safeParse(written).success ? [written] : [];
    // Even a name that is on the list leads nowhere unless it is called private there.
    await updateRemoteHosts({ hosts: listed.map((one) => ({ host: one, isPrivate: false })) });
    await expect(read(address)).rejects.toMatchObject({
      code: expect.stringMatching(/^(forbidden|invalid_input|unavailable)$/),
    });
    expect(host.asked).toEqual([]);
  });

  it("never lie where a cloud keeps its secrets, private or not", async () => {
    names.set("metadata.example", ["169.254.169.254"]);
    for (const name of ["169.254.169.254", "metadata.example", "[fe80::1]", "[fd00:ec2::254]"]) {
      await updateRemoteHosts({ hosts: [{ host: name, isPrivate: true }] });
      await expect(read(`http://${name}/latest/meta-data/`)).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect(["10.0.0.1", "127.0.0.1", "::1", "fd12::1"].filter(isPrivateAddress)).toHaveLength(4);
    expect(["::ffff:10.0.0.1", "0.0.0.0", "8.8.8.8"].filter(isPrivateAddress)).toEqual([]);
    expect(isPublicAddress("168.63.129.16")).toBe(false);
  });

  it("are connected to at the address that was checked", async () => {
    // No name server knows it: a second look-up would fail, or say something else.
    names.set("rebind.example", ["127.0.0.1"]);
    const name = `rebind.example:${host.port}`;
    await updateRemoteHosts({ hosts: [{ host: name, isPrivate: true }] });
    expect(await read(`http://${name}/a.txt`)).toBe("whole");
    expect(lookups).toEqual(["rebind.example"]);
    // Tomorrow the name means something else: it is checked again.
    await updateRemoteHosts({ hosts: [{ host: name, isPrivate: false }] });
    await expect(read(`http://${name}/a.txt`)).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each([
    "file:///etc/passwd",
    "ftp://127.0.0.1/a",
    "gopher://127.0.0.1/",
    "/vsicurl/http://127.0.0.1/a.tif",
    "/vsis3/bucket/a.tif",
    "vrt://a.tif",
    "data:text/plain,a",
    "http://user@127.0.0.1/a",
    "https://allowed.example@127.0.0.1/a",
    "http://allowed.example:pass@127.0.0.1/a",
    "http://127.0.0.1:99999/",
  ])("are written as plain addresses of the web: %s", async (address) => {
    await updateRemoteHosts({
      hosts: ["127.0.0.1", "allowed.example"].map((one) => ({ host: one, isPrivate: true })),
    });
    await expect(resolveTarget(address)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("do not lead a secret of an address into a sentence", async () => {
    await updateRemoteHosts({ hosts: [] });
    const address = "https://ada:secret@a.example/b.tif?sig=secret#secret";
    const error = await resolveTarget(address).catch((thrown: Error) => thrown);
    expect(JSON.stringify(error instanceof Error && error.message)).not.toContain("secret");
  });
});

describe("redirects", () => {
  const send = (location: string, status = 302) =>
    host.files.set("/moved", (_request, response) =>
      response.writeHead(status, { location }).end(),
    );

  it("are followed to hosts of the list, and checked at each step", async () => {
    const listed = { host: host.host, isPrivate: true };
    await updateRemoteHosts({ hosts: [listed, { host: other.host, isPrivate: true }] });
    send(`${other.url}/b.txt`);
    expect(await read(`${host.url}/moved`)).toBe("other");
    send("/a.txt", 307);
    expect(await read(`${host.url}/moved`)).toBe("whole");
    await updateRemoteHosts({ hosts: [listed] });
    other.asked.length = 0;
    for (const location of [
      `${other.url}/b.txt`,
      `http://localhost:${other.port}/b.txt`,
      "http://169.254.169.254/latest/meta-data/",
      "file:///etc/passwd",
      "http://user@127.0.0.1/",
      "//evil.example/",
    ]) {
      send(location);
      await expect(read(`${host.url}/moved`)).rejects.toMatchObject({
        code: expect.stringMatching(/^(forbidden|invalid_input|unavailable)$/),
      });
    }
    expect(other.asked).toEqual([]);
  });

  it("end after a few", async () => {
    await updateRemoteHosts({ hosts: [{ host: host.host, isPrivate: true }] });
    send("/moved");
    await expect(read(`${host.url}/moved`)).rejects.toMatchObject({ code: "unavailable" });
    expect(host.asked.length).toBeLessThan(10);
  });
});

describe("answers", () => {
  it("are neither endless nor cut off", async () => {
    await updateRemoteHosts({ hosts: [{ host: host.host, isPrivate: true }] });
    host.files.set("/large", { bytes: Buffer.alloc(2000) });
    await expect(read(`${host.url}/large`)).rejects.toMatchObject({ code: "too_large" });
    host.files.set("/endless", (_request, response) => {
      response.on("error", () => {});
      const more = () => {
        if (!response.destroyed) response.write(Buffer.alloc(500), more);
      };
      more();
    });
    await expect(read(`${host.url}/endless`)).rejects.toMatchObject({ code: "too_large" });
    host.files.set("/cut", {
      bytes: Buffer.alloc(900),
      cutOff: { afterBytes: 300, times: 1 },
    });
    await expect(read(`${host.url}/cut`)).rejects.toMatchObject({ code: "unavailable" });
    const gone = await FileHost.open();
    await updateRemoteHosts({ hosts: [{ host: gone.host, isPrivate: true }] });
    gone.close();
    await expect(read(`${gone.url}/a`)).rejects.toMatchObject({
      code: "unavailable",
      message: `${gone.host} does not answer (ECONNREFUSED).`,
    });
  });
});

describe("buckets", () => {
  const bucket = {
    bucket: "scenes",
    region: "eu-test-1",
    addressing: "path" as const,
    accessKeyId: "AKIDEXAMPLE",
    isPrivate: true,
  };

  it("are asked with a signature, and show no secret", async () => {
    const endpoint = host.url;
    const shown = await saveBucket({ ...bucket, endpoint, secretAccessKey: "very secret" });
    expect(JSON.stringify(shown)).not.toContain("very secret");
    expect(JSON.stringify(await listBuckets())).not.toContain("very secret");
    host.files.set("/scenes/a%20b/%C3%A9.tif", { bytes: Buffer.from("signed") });
    expect(await read("s3://scenes/a b/é.tif")).toBe("signed");
    const [request] = host.asked;
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-test-1\/s3\/aws4_request,SignedHeaders=accept-encoding;host;user-agent;x-amz-content-sha256;x-amz-date,Signature=[0-9a-f]{64}$/,
    );
    await expect(resolveTarget("s3://others/a.tif")).rejects.toMatchObject({ code: "forbidden" });
    for (const key of ["../other/a.tif", "a/./b.tif", "a/../../b"]) {
      await expect(resolveTarget(`s3://scenes/${key}`)).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
  });

  it("never send their signature on to another host", async () => {
    host.files.set("/scenes/moved.tif", (_request, response) =>
      response.writeHead(307, { location: `${other.url}/b.txt` }).end(),
    );
    await expect(read("s3://scenes/moved.tif")).rejects.toMatchObject({ code: "unavailable" });
    expect(other.asked).toEqual([]);
  });

  it("keep a secret only for the endpoint and the key that it was typed for", async () => {
    const endpoint = host.url;
    await saveBucket({ ...bucket, endpoint, region: "eu-test-2" });
    expect((await findBucket("scenes"))?.secretAccessKey).toBe("very secret");
    for (const change of [{ endpoint: other.url }, { endpoint, accessKeyId: "AKIDOTHER" }]) {
      await expect(saveBucket({ ...bucket, ...change })).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    await saveBucket({ ...bucket, endpoint, accessKeyId: "" });
    expect((await findBucket("scenes"))?.secretAccessKey).toBe("");
    expect(await deleteBucket("scenes")).toEqual([]);
    await expect(deleteBucket("scenes")).rejects.toMatchObject({ code: "not_found" });
  });

  it("of a private network have to be called so", async () => {
    await saveBucket({ ...bucket, endpoint: host.url, accessKeyId: "", isPrivate: false });
    await expect(read("s3://scenes/a.tif")).rejects.toMatchObject({ code: "forbidden" });
  });
});
