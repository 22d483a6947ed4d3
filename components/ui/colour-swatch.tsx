"use client";

import { cn } from "@/lib/cn";
import { Input } from "./input";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

/** A small square of a colour; decoration beside a name, so it carries no text of its own. */
export function ColourSwatch({ colour, className }: { colour: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        "inline-block size-3 shrink-0 rounded-[3px] ring-1 ring-foreground/15 ring-inset",
        className,
      )}
      style={{ backgroundColor: colour }}
    />
  );
}

/** A swatch that opens a choice of colours. */
export function ColourPicker({
  colour,
  onColourChange,
  choices,
  label,
  className,
}: {
  colour: string;
  onColourChange: (colour: string) => void;
  choices: readonly string[];
  label: string;
  className?: string;
}) {
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`${label}: ${colour}`}
        className={cn(
          "inline-flex size-8 shrink-0 items-center justify-center rounded-md border border-input bg-card hover:border-ring",
          className,
        )}
      >
        <ColourSwatch colour={colour} className="size-4.5" />
      </PopoverTrigger>
      <PopoverContent className="w-56">
        <div className="grid grid-cols-8 gap-1.5">
          {choices.map((choice) => (
            <button
              key={choice}
              type="button"
              aria-label={choice}
              aria-pressed={choice.toLowerCase() === colour.toLowerCase()}
              onClick={() => onColourChange(choice)}
              className="size-5 rounded-sm ring-1 ring-foreground/15 ring-inset aria-pressed:outline-2 aria-pressed:outline-ring aria-pressed:outline-offset-1"
              style={{ backgroundColor: choice }}
            />
          ))}
        </div>
        <div className="mt-3 flex items-center gap-2">
          <input
            type="color"
            aria-label={label}
            value={/^#[0-9a-f]{6}$/i.test(colour) ? colour : "#888888"}
            onChange={(event) => onColourChange(event.target.value)}
            className="h-8 w-10 shrink-0 rounded-md border border-input bg-card p-0.5"
          />
          <Input
            aria-label={label}
            value={colour}
            spellCheck={false}
            maxLength={7}
            onChange={(event) => onColourChange(event.target.value)}
            className="font-mono"
          />
        </div>
      </PopoverContent>
    </Popover>
  );
}
