/** Shows how far a run is, on standard error so that the tables can be piped. */
export type Progress = {
  /** A step of a known number is done. */
  step(done: number, total: number, text: string): void;
  /** A line that stays. */
  note(text: string): void;
};

const BAR_CELLS = 24;

/** On a terminal a bar that redraws itself, else a line for each step. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  const clear = output.isTTY ? '\r\u001b[2K' : '';
  return {
    step: (done, total, text) => {
      const filled = Math.round((done / total) * BAR_CELLS);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
      const line = output.isTTY ? `${bar} ${done}/${total} ${text}` : `[${done}/${total}] ${text}\n`;
      output.write(clear + (output.isTTY ? line.slice(0, output.columns - 1) : line));
      if (output.isTTY && done === total) output.write('\n');
    },
    note: (text) => {
      output.write(`${clear}${text}\n`);
    },
  };
}
