import { describe, expect, it } from "vitest";
import { signRequest } from "./sign-request";

/** From AWS's documentation, "Signature Calculations for the Authorization Header: Examples". */
const credentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  region: "us-east-1",
};
const now = new Date("2013-05-24T00:00:00Z");
const host = "https://examplebucket.s3.amazonaws.com";

describe("signRequest", () => {
  it.each([
    [
      "GET object",
      "/test.txt",
      { range: "bytes=0-9" },
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "GET bucket lifecycle",
      "/?lifecycle",
      {},
      "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      "GET bucket (list objects)",
      "/?max-keys=2&prefix=J",
      {},
      "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ])("makes AWS's own signature: %s", (_name, path, headers, signedHeaders, signature) => {
    const url = new URL(path, host);
    const sent = signRequest({ method: "GET", url, headers }, credentials, now);
    expect(sent.authorization).toBe(
      "AWS4-HMAC-SHA256 " +
        "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
        `SignedHeaders=${signedHeaders},Signature=${signature}`,
    );
    expect(sent["x-amz-date"]).toBe("20130524T000000Z");
    expect(JSON.stringify(sent)).not.toContain(credentials.secretAccessKey);
  });
});
