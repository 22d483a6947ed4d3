import type { z } from "zod";
import { type RemoteHost, remoteHostsSchema } from "@/lib/contracts/remote";
import { AppError } from "@/lib/errors";
import { sentence } from "@/lib/i18n/sentence";
import { storedSetting } from "./stored-setting";

type RemoteHosts = z.output<typeof remoteHostsSchema>;

const setting = storedSetting("remoteHosts", remoteHostsSchema, { hosts: [] });

/** The hosts that people may read imagery and catalogues from. */
export async function getRemoteHosts(): Promise<RemoteHosts> {
  return setting.read();
}

/** @throws AppError `invalid_input` for a host that stands there twice. */
export async function updateRemoteHosts({ hosts }: RemoteHosts): Promise<RemoteHosts> {
  const names = hosts.map(({ host }) => host);
  const place = names.findIndex((host, at) => names.indexOf(host) !== at);
  if (place >= 0) {
    const host = names[place] ?? "";
    throw new AppError("invalid_input", sentence("server.remote.hostTwice", { host })).at(
      `hosts.${place}.host`,
    );
  }
  await setting.write({ hosts });
  return setting.read();
}

/** The entry that lets an address be read; `host` of a URL has a port only where it is unusual. */
export async function findRemoteHost(url: URL): Promise<RemoteHost | null> {
  const { hosts } = await getRemoteHosts();
  return hosts.find(({ host }) => host === url.host) ?? null;
}
