import { Switch } from "@/components/ui/switch";

/** A name and its switch. */
export function ToggleRow(props: {
  id: string;
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <div className="flex items-center justify-between gap-2 text-sm">
      <span id={props.id}>{props.label}</span>
      <Switch aria-labelledby={props.id} checked={props.checked} onCheckedChange={props.onChange} />
    </div>
  );
}
