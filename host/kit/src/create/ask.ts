import type { Interface } from 'node:readline/promises';
import { idFault, labelFault, labelOf, type PluginAnswers } from './plugin-answers.ts';

/** Answers that were given as flags. */
export type GivenAnswers = {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly labelZh?: string | undefined;
  readonly customer?: boolean | undefined;
};

/** Asks for what was not given: three questions, each with an answer that fits. */
export async function ask(
  terminal: Interface,
  given: GivenAnswers,
  suggestedId: string,
): Promise<PluginAnswers> {
  const id =
    given.id ??
    (await question(terminal, 'Id, which begins every name it gives', suggestedId, idFault));
  const usual = labelOf(id);
  const both =
    given.label ??
    (await question(terminal, 'What people call it (English, or English / 中文)', usual, (text) =>
      text.split('/').map(labelFault).find(Boolean),
    ));
  const [en = usual, zh] = both.split('/').map((part) => part.trim());
  const customer =
    given.customer ??
    /^y/i.test(await question(terminal, 'Does it build on customers? (y/n)', 'y', yesOrNo));
  return { id, label: { en, 'zh-CN': given.labelZh ?? zh ?? en }, customer };
}

function yesOrNo(text: string): string | undefined {
  return /^(y|yes|n|no)$/i.test(text) ? undefined : 'Answer y or n.';
}

async function question(
  terminal: Interface,
  text: string,
  usual: string,
  fault: (answer: string) => string | undefined,
): Promise<string> {
  for (;;) {
    const answer = (await terminal.question(`${text} [${usual}]: `)).trim() || usual;
    const wrong = fault(answer);
    if (!wrong) return answer;
    process.stdout.write(`  ${wrong}\n`);
  }
}
