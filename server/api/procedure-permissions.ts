import type { Contract } from "@/lib/contract-router";
import type { Permission } from "@/lib/contracts/auth";

/** `noun.verb` of every procedure in the contract. */
export type ProcedureName = {
  [Noun in keyof Contract & string]: `${Noun}.${keyof Contract[Noun] & string}`;
}[keyof Contract & string];

/**
 * public: strangers too; one-time: also who has not chosen a password of their own yet; signed-in:
 * everybody with an account; else what their role must grant.
 */
export type Access = "public" | "one-time" | "signed-in" | Permission;

/**
 * Who may call what. A procedure that is missing here does not compile, and would be refused.
 */
export const procedurePermissions: Record<ProcedureName, Access> = {
  "auth.setup": "public",
  "auth.signIn": "public",
  "auth.signOut": "one-time",
  "auth.me": "one-time",
  "auth.changePassword": "one-time",
  "auth.listUsers": "people.manage",
  "auth.createUser": "people.manage",
  "auth.updateUser": "people.manage",
  "auth.resetPassword": "people.manage",
  "auth.listApiKeys": "signed-in",
  "auth.createApiKey": "signed-in",
  "auth.deleteApiKey": "signed-in",
  "projects.list": "project.read",
  "projects.create": "project.write",
  "projects.get": "project.read",
  "projects.update": "project.write",
  "projects.delete": "project.write",
  "scenes.list": "project.read",
  "scenes.import": "scene.import",
  "scenes.get": "project.read",
  "scenes.update": "scene.import",
  "scenes.delete": "scene.delete",
  "scenes.listChips": "project.read",
  "scenes.listFolder": "scene.import",
  "labels.getPlane": "project.read",
  "labels.apply": "label.write",
  "labels.listHistory": "project.read",
  "labels.listActs": "project.read",
  "labels.revertAct": "label.write",
  "labels.getAuthors": "project.read",
  "labels.counts": "project.read",
  "presence.list": "project.read",
  "presence.announce": "project.read",
  "presence.leave": "project.read",
  "areas.list": "project.read",
  "areas.divide": "project.write",
  "areas.create": "project.write",
  "areas.claim": "label.write",
  "areas.assign": "project.write",
  "areas.release": "label.write",
  "areas.delete": "project.write",
  "areas.clear": "project.write",
  "areas.setRule": "project.write",
  "areas.listPeople": "project.read",
  "opinions.getSetting": "project.read",
  "opinions.changeSetting": "project.write",
  "opinions.getStatuses": "project.read",
  "opinions.getTile": "project.read",
  "opinions.flag": "label.write",
  "opinions.listReturned": "project.read",
  "opinions.listReview": "label.review",
  "opinions.decide": "label.review",
  "opinions.accept": "label.review",
  "opinions.return": "label.review",
  "opinions.getAgreement": "label.review",
  "views.list": "project.read",
  "views.create": "label.write",
  "views.update": "label.write",
  "views.delete": "label.write",
  "views.reorder": "label.write",
  "preferences.get": "project.read",
  "preferences.update": "project.read",
  "truth.read": "label.write",
  "truth.get": "project.read",
  "truth.preview": "project.read",
  "truth.apply": "label.write",
  "truth.listActs": "project.read",
  "exports.create": "project.read",
  "datasets.list": "project.read",
  "datasets.preview": "project.read",
  "datasets.freeze": "dataset.freeze",
  "datasets.get": "project.read",
  "datasets.export": "project.read",
  "runs.list": "project.read",
  "runs.launch": "run.launch",
  "runs.estimate": "project.read",
  "runs.get": "project.read",
  "runs.stop": "run.launch",
  "runs.resume": "run.launch",
  "runs.listSeries": "project.read",
  "runs.getLog": "project.read",
  "runs.listWarnings": "project.read",
  "models.listBase": "project.read",
  "models.list": "project.read",
  "models.get": "project.read",
  "models.predictTile": "prediction.create",
  "predictions.list": "project.read",
  "predictions.create": "prediction.create",
  "predictions.get": "project.read",
  "predictions.getPlanes": "project.read",
  "predictions.delete": "prediction.create",
  "jobs.list": "project.read",
  "jobs.get": "project.read",
  "jobs.cancel": "project.read",
  "environment.get": "project.read",
  "environment.getBasemap": "project.read",
  "environment.getBasemapSetting": "settings.manage",
  "environment.updateBasemap": "settings.manage",
  "environment.getSettings": "settings.manage",
  "environment.updateSettings": "settings.manage",
  "remote.listPlaces": "scene.import",
  "remote.searchCatalogue": "scene.import",
  "remote.getHosts": "settings.manage",
  "remote.updateHosts": "settings.manage",
  "remote.listBuckets": "settings.manage",
  "remote.saveBucket": "settings.manage",
  "remote.deleteBucket": "settings.manage",
  "events.stream": "project.read",
};

/** What a procedure asks for; null: unknown, to be refused. */
export function accessOf(path: readonly string[]): Access | null {
  const name = path.join(".");
  return Object.hasOwn(procedurePermissions, name)
    ? procedurePermissions[name as ProcedureName]
    : null;
}
