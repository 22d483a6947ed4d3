import { Shuffle } from "lucide-react";
import type { ReactNode } from "react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { NumberInput } from "@/components/ui/number-input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { standings } from "@/lib/contracts/opinions";
import { useFormat } from "@/lib/i18n/use-format";
import { useWorkspace } from "../workspace-context";
import { needsPrediction, type TileOrder, tileOrders, wholeScene } from "./tile-queue";

const nobody = "anybody";
const none = "none";

function Row({ name, children }: { name: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid grid-cols-[6rem_1fr] items-center gap-2 text-sm">
      <label htmlFor={id} className="truncate text-muted-foreground">
        {name}
      </label>
      {children(id)}
    </div>
  );
}

type Choice = { value: string; text: string; colour?: string; disabled?: boolean };

function Choices(props: {
  id: string;
  value: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
}) {
  const known = props.choices.some((one) => one.value === props.value);
  return (
    <Select value={known ? props.value : ""} onValueChange={props.onChoose}>
      <SelectTrigger id={props.id} size="sm" className="min-w-0">
        <SelectValue placeholder="–" />
      </SelectTrigger>
      <SelectContent>
        {props.choices.map((one) => (
          <SelectItem key={one.value} value={one.value} disabled={one.disabled ?? false}>
            <span className="flex items-center gap-2">
              {one.colour && (
                <span
                  aria-hidden
                  className="size-3 rounded-[3px] ring-1 ring-foreground/15 ring-inset"
                  style={{ backgroundColor: one.colour }}
                />
              )}
              {one.text}
            </span>
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}

export function StandingRow() {
  const t = useTranslations("wall");
  const { wall } = useWorkspace();
  const { queue, change } = wall.queue;
  const choices = (["any", ...standings] as const).map((value) => ({
    value,
    text: t(`standings.${value}`),
  }));
  return (
    <Row name={t("standing")}>
      {(id) => (
        <Choices
          id={id}
          value={queue.standing}
          choices={choices}
          onChoose={(value) => change({ standing: value as typeof queue.standing })}
        />
      )}
    </Row>
  );
}

export function LabelRow() {
  const t = useTranslations("wall");
  const { wall, project } = useWorkspace();
  const { queue, change } = wall.queue;
  const fixed = (["any", "none", "some"] as const).map((value) => ({
    value,
    text: t(`label.${value}`),
  }));
  const classes = project.classes.map(({ id, name, colour }) => ({
    value: id,
    text: name,
    colour,
  }));
  return (
    <Row name={t("labelled")}>
      {(id) => (
        <Choices
          id={id}
          value={queue.label}
          choices={[...fixed, ...classes]}
          onChoose={(label) => change({ label })}
        />
      )}
    </Row>
  );
}

export function AuthorRow() {
  const t = useTranslations("wall");
  const format = useFormat();
  const { wall } = useWorkspace();
  const { queue, change, authors } = wall.queue;
  const people = authors.map(({ id, name, count }) => ({
    value: id,
    text: `${name} · ${format.count(count)}`,
  }));
  return (
    <Row name={t("labelledBy")}>
      {(id) => (
        <Choices
          id={id}
          value={queue.authorId ?? nobody}
          choices={[{ value: nobody, text: t("anybody") }, ...people]}
          onChoose={(author) => change({ authorId: author === nobody ? null : author })}
        />
      )}
    </Row>
  );
}

export function PredictionRows() {
  const t = useTranslations("wall");
  const tLabels = useTranslations("labels");
  const format = useFormat();
  const { wall, prediction } = useWorkspace();
  const { queue, change } = wall.queue;
  const { predictions, chosen } = prediction;
  if (predictions.length === 0) {
    return <p className="text-muted-foreground text-sm">{tLabels("noPredictions")}</p>;
  }
  const models = predictions.map((one) => ({
    value: one.id,
    text: `${one.modelName} · ${format.relativeTime(one.createdAtMs)}`,
  }));
  const fixed = (["any", "differs", "agrees"] as const).map((value) => ({
    value,
    text: t(`predicted.${value}`),
  }));
  const classes = (chosen?.classes ?? []).map((one) => ({
    value: one.id,
    text: one.name,
    colour: one.colour,
  }));
  return (
    <>
      <Row name={tLabels("predictionLayer")}>
        {(id) => (
          <Choices
            id={id}
            value={chosen?.id ?? none}
            choices={[{ value: none, text: tLabels("noPrediction") }, ...models]}
            onChoose={(value) => prediction.choose(value === none ? null : value)}
          />
        )}
      </Row>
      {chosen === null && needsPrediction(queue) && (
        <p className="text-sm text-warning">{t("choosePrediction")}</p>
      )}
      {chosen && (
        <>
          <Row name={t("predictedAs")}>
            {(id) => (
              <Choices
                id={id}
                value={queue.predicted}
                choices={[...fixed, ...classes]}
                onChoose={(predicted) => change({ predicted })}
              />
            )}
          </Row>
          <Row name={t("confidence")}>
            {(id) => (
              <div className="flex items-center gap-2">
                <Slider
                  id={id}
                  aria-label={t("confidence")}
                  className="flex-1"
                  value={[queue.confidenceAtMost]}
                  min={0}
                  max={1}
                  step={0.01}
                  onValueChange={([value]) => change({ confidenceAtMost: value ?? 1 })}
                />
                <span className="num w-10 text-right text-muted-foreground">
                  {format.percent(queue.confidenceAtMost, 0)}
                </span>
              </div>
            )}
          </Row>
        </>
      )}
    </>
  );
}

export function OrderRow() {
  const t = useTranslations("wall");
  const { wall, prediction } = useWorkspace();
  const { queue, change } = wall.queue;
  const orders = tileOrders.map((value) => ({
    value,
    text: t(`order.${value}`),
    disabled: !prediction.chosen && needsPrediction({ ...wholeScene, order: value }),
  }));
  return (
    <>
      <Row name={t("orderName")}>
        {(id) => (
          <Choices
            id={id}
            value={queue.order}
            choices={orders}
            onChoose={(order) => change({ order: order as TileOrder })}
          />
        )}
      </Row>
      {queue.order === "random" && (
        <Row name={t("seed")}>
          {(id) => (
            <div className="flex items-center gap-1">
              <NumberInput
                id={id}
                value={queue.seed}
                min={0}
                max={999_999}
                className="h-7"
                onValueChange={(seed) => {
                  if (seed !== null && Number.isInteger(seed)) change({ seed });
                }}
              />
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={t("otherSeed")}
                onClick={() => change({ seed: Math.floor(Math.random() * 1_000_000) })}
              >
                <Shuffle />
              </Button>
            </div>
          )}
        </Row>
      )}
    </>
  );
}
