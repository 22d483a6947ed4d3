"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import {
  Blocks,
  BookOpen,
  Boxes,
  ChartSpline,
  ClipboardCheck,
  Cpu,
  Database,
  FolderOpen,
  Image as ImageIcon,
  KeyRound,
  Languages,
  LayoutGrid,
  Play,
  Plus,
  ShieldCheck,
  SunMoon,
  Tags,
  Upload,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ComponentType, useEffect, useEffectEvent } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/components/auth/me-context";
import {
  CommandDialog,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { apiQuery } from "@/lib/api-client";
import { useLocaleSwitch } from "@/lib/i18n/locale-provider";
import { leave } from "@/lib/leave-guard";

/** Things of more projects than this are found from their own project only. */
const searchedProjects = 20;

interface Entry {
  id: string;
  label: string;
  /** Shown quietly at the end; also searched. */
  detail?: string;
  icon: ComponentType;
  choose: () => void;
}

interface PaletteProps {
  projectId: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Ctrl/Cmd+K: every action, project, scene, run and model by name. */
export function CommandPalette({ projectId, open, onOpenChange }: PaletteProps) {
  const t = useTranslations("common");
  const toggle = useEffectEvent(() => onOpenChange(!open));
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <CommandDialog title={t("palette.title")} open={open} onOpenChange={onOpenChange}>
      <CommandInput placeholder={t("palette.placeholder")} />
      <CommandList>
        <CommandEmpty>{t("palette.empty")}</CommandEmpty>
        {open && <PaletteEntries projectId={projectId} onDone={() => onOpenChange(false)} />}
      </CommandList>
    </CommandDialog>
  );
}

function PaletteEntries({ projectId, onDone }: { projectId: string | null; onDone: () => void }) {
  const t = useTranslations("common");
  const actions = useActions(projectId);
  const pages = usePages(projectId);
  const things = useThings();
  const groups = [
    { heading: t("palette.actions"), entries: actions },
    { heading: t("palette.pages"), entries: pages },
    { heading: t("palette.projects"), entries: things.projects },
    { heading: t("palette.scenes"), entries: things.scenes },
    { heading: t("palette.runs"), entries: things.runs },
    { heading: t("palette.models"), entries: things.models },
  ];
  return groups
    .filter((group) => group.entries.length > 0)
    .map((group) => (
      <CommandGroup key={group.heading} heading={group.heading}>
        {group.entries.map(({ id, label, detail, icon: Icon, choose }) => (
          <CommandItem
            key={id}
            value={`${label} ${detail ?? ""} ${id}`}
            onSelect={() => {
              onDone();
              choose();
            }}
          >
            <Icon />
            <span className="truncate">{label}</span>
            {detail && (
              <span className="ml-auto truncate pl-4 text-muted-foreground text-sm">{detail}</span>
            )}
          </CommandItem>
        ))}
      </CommandGroup>
    ));
}

function useActions(projectId: string | null): Entry[] {
  const t = useTranslations("common");
  const router = useRouter();
  const { resolvedTheme, setTheme } = useTheme();
  const { locale, setLocale } = useLocaleSwitch();
  const mayWrite = useMay("project.write");
  const mayImport = useMay("scene.import");
  const mayFreeze = useMay("dataset.freeze");
  const mayLaunch = useMay("run.launch");
  const entries: Entry[] = [];
  const go = (id: string, label: string, icon: ComponentType, href: string) =>
    entries.push({ id, label, icon, choose: () => leave(() => router.push(href)) });
  if (projectId) {
    const base = `/projects/${projectId}`;
    go("start-labelling", t("palette.startLabelling"), Tags, `${base}/label`);
    if (mayImport) go("import", t("palette.importImagery"), Upload, `${base}?import=1`);
    if (mayFreeze) go("new-dataset", t("palette.newDataset"), Plus, `${base}/datasets/new`);
    if (mayLaunch) go("new-run", t("palette.newRun"), Play, `${base}/runs/new`);
  }
  if (mayWrite) go("new-project", t("palette.newProject"), Plus, "/projects?new=1");
  entries.push(
    {
      id: "toggle-theme",
      label: t("palette.toggleTheme"),
      icon: SunMoon,
      choose: () => setTheme(resolvedTheme === "dark" ? "light" : "dark"),
    },
    {
      id: "switch-language",
      label: t("palette.switchLanguage"),
      icon: Languages,
      choose: () => setLocale(locale === "en" ? "zh-CN" : "en"),
    },
  );
  return entries;
}

function usePages(projectId: string | null): Entry[] {
  const t = useTranslations("common");
  const router = useRouter();
  const mayManage = useMay("people.manage");
  const mayReview = useMay("label.review");
  const base = `/projects/${projectId}`;
  const ofProject = [
    { key: "overview", icon: LayoutGrid, href: base },
    ...(mayReview
      ? [{ key: "review", icon: ClipboardCheck, href: `${base}/review` } as const]
      : []),
    { key: "datasets", icon: Database, href: `${base}/datasets` },
    { key: "runs", icon: ChartSpline, href: `${base}/runs` },
    { key: "models", icon: Boxes, href: `${base}/models` },
    { key: "settings", icon: Blocks, href: `${base}/settings` },
  ] as const;
  const general = [
    { key: "allProjects", icon: FolderOpen, href: "/projects" },
    { key: "environment", icon: Cpu, href: "/environment" },
    ...(mayManage
      ? [{ key: "administration", icon: ShieldCheck, href: "/administration" } as const]
      : []),
    { key: "account", icon: KeyRound, href: "/account" },
    { key: "apiReference", icon: BookOpen, href: "/api-reference" },
  ] as const;
  return [...(projectId ? ofProject : []), ...general].map(({ key, icon, href }) => ({
    id: `page-${key}`,
    label: t(`nav.${key}`),
    icon,
    choose: () => leave(() => router.push(href)),
  }));
}

/** Names of everything; read only while the palette is open. */
function useThings() {
  const router = useRouter();
  const projects = useQuery(apiQuery.projects.list.queryOptions()).data ?? [];
  const searched = projects.slice(0, searchedProjects);
  const scenes = useQueries({
    queries: searched.map(({ id }) =>
      apiQuery.scenes.list.queryOptions({ input: { projectId: id } }),
    ),
  });
  const runs = useQueries({
    queries: searched.map(({ id }) =>
      apiQuery.runs.list.queryOptions({ input: { projectId: id } }),
    ),
  });
  const models = useQueries({
    queries: searched.map(({ id }) =>
      apiQuery.models.list.queryOptions({ input: { projectId: id } }),
    ),
  });
  const nameOf = new Map(projects.map((project) => [project.id, project.name]));
  const entriesOf = (
    rows: readonly { id: string; projectId: string; name: string }[],
    icon: ComponentType,
    hrefOf: (row: { id: string; projectId: string }) => string,
  ): Entry[] =>
    rows.map((row) => ({
      id: row.id,
      label: row.name,
      detail: nameOf.get(row.projectId),
      icon,
      choose: () => leave(() => router.push(hrefOf(row))),
    }));
  return {
    projects: projects.map(
      (project): Entry => ({
        id: project.id,
        label: project.name,
        icon: FolderOpen,
        choose: () => leave(() => router.push(`/projects/${project.id}`)),
      }),
    ),
    scenes: entriesOf(
      scenes.flatMap((query) => query.data ?? []),
      ImageIcon,
      (row) => `/projects/${row.projectId}/label?scene=${row.id}`,
    ),
    runs: entriesOf(
      runs.flatMap((query) => query.data ?? []),
      ChartSpline,
      (row) => `/projects/${row.projectId}/runs/${row.id}`,
    ),
    models: entriesOf(
      models.flatMap((query) => query.data ?? []),
      Boxes,
      (row) => `/projects/${row.projectId}/models#${row.id}`,
    ),
  };
}
