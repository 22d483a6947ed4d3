import { searchCatalogue } from "@/server/catalogue/search-catalogue";
import { deleteBucket, listBuckets, saveBucket } from "@/server/remote/buckets";
import { getRemoteHosts, updateRemoteHosts } from "@/server/remote/hosts";
import { os } from "../middleware";

export const remote = {
  listPlaces: os.remote.listPlaces.handler(async () => ({
    hosts: (await getRemoteHosts()).hosts.map((one) => one.host),
    buckets: (await listBuckets()).map((one) => one.bucket),
  })),
  searchCatalogue: os.remote.searchCatalogue.handler(async ({ input }) => searchCatalogue(input)),
  getHosts: os.remote.getHosts.handler(async () => getRemoteHosts()),
  updateHosts: os.remote.updateHosts.handler(async ({ input }) => updateRemoteHosts(input)),
  listBuckets: os.remote.listBuckets.handler(async () => listBuckets()),
  saveBucket: os.remote.saveBucket.handler(async ({ input }) => saveBucket(input)),
  deleteBucket: os.remote.deleteBucket.handler(async ({ input }) => deleteBucket(input.bucket)),
};
