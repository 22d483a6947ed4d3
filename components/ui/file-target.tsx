import { FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";

/** A target that files are dropped on, and a button that opens the choice of files. */
export function FileTarget(props: {
  title: ReactNode;
  note: ReactNode;
  /** Extensions, with commas between. */
  accept: string;
  multiple?: boolean;
  onDropped: (dropped: DataTransfer) => void;
  onChosen: (files: FileList) => void;
}) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    props.onDropped(event.dataTransfer);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-input border-dashed px-6 py-8 text-center transition-colors focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/40 hover:border-ring hover:bg-accent/40",
        over && "border-primary bg-primary/8",
      )}
    >
      <FileUp className="mb-1 size-6 text-muted-foreground" aria-hidden />
      <span className="font-medium">{props.title}</span>
      <span className="text-muted-foreground text-sm">{props.note}</span>
      <input
        id={id}
        type="file"
        multiple={props.multiple ?? false}
        accept={props.accept}
        className="sr-only"
        onChange={(event) => {
          if (event.target.files) props.onChosen(event.target.files);
          event.target.value = "";
        }}
      />
    </label>
  );
}
