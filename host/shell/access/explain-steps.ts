import { icon } from '@tessera/sdk/ui';
import type { EntityMeta, ExplainOutcome, ExplainStep, Explanation } from '@tessera/core';
import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { decisiveStep } from './explain-decisive.ts';
import { stepWords } from './explain-words.ts';
import { actionText, type Speaker } from './role-words.ts';

type Reader = Speaker & { readonly timeZone: string };

const SIGNS: Readonly<Record<ExplainOutcome, string>> = {
  grants: 'circle-check',
  denies: 'circle-x',
  limits: 'circle-alert',
  noted: 'circle-dashed',
};

/** The answer in a sentence, then each thing that was looked at, in order; what decided is marked. */
export function explainedAnswer(
  reader: Reader,
  explanation: Explanation,
  entity: EntityMeta,
): TemplateResult {
  const { allowed, user, steps } = explanation;
  const decisive = decisiveStep(explanation);
  const isMine = user.id === reader.meta.user.id;
  const answer = `explain.answer.${isMine ? 'you' : 'other'}.${allowed ? 'yes' : 'no'}`;
  const sentence = reader.t(answer, { name: user.name, action: doing(reader, explanation.action) });
  return html`<p class="answer ${allowed ? 'grants' : 'denies'}" role="status">
      ${icon(allowed ? 'circle-check' : 'circle-x', 18)}<b>${sentence}</b>
    </p>
    <ol aria-label=${reader.t('explain.steps')}>
      ${steps.map((step) => stepRow(reader, step, entity, step === decisive))}
      ${
        allowed || decisive
          ? nothing
          : html`<li class="denies decisive">
              ${sign(reader, 'denies')}
              <div class="grow">${reader.t('explain.nothingReaches')} ${mark(reader)}</div>
            </li>`
      }
    </ol>`;
}

/** What is done, inside a sentence. */
function doing(reader: Speaker, action: string): string {
  const known = ['read', 'update', 'delete', 'export'].includes(action);
  return known ? reader.t(`explain.doing.${action}`) : `“${actionText(reader, { name: action })}”`;
}

function stepRow(
  reader: Reader,
  step: ExplainStep,
  entity: EntityMeta,
  isDecisive: boolean,
): TemplateResult {
  const { icon: symbol, text, detail, href } = stepWords(reader, step, entity);
  return html`<li class="${step.outcome} ${isDecisive ? 'decisive' : ''}">
    ${sign(reader, step.outcome)}
    <div class="grow">
      <div>
        ${icon(symbol, 14)} ${href ? html`<a class="link" href=${href}>${text}</a>` : text}
        ${isDecisive ? mark(reader) : nothing}
      </div>
      ${detail ? html`<div class="mut">${detail}</div>` : nothing}
    </div>
  </li>`;
}

function sign(reader: Speaker, outcome: ExplainOutcome): TemplateResult {
  return html`<span class="sign"
    >${icon(SIGNS[outcome], 16)}
    <span class="word">${reader.t(`explain.outcome.${outcome}`)}</span></span
  >`;
}

function mark(reader: Speaker): TemplateResult {
  return html`<span class="mark">${reader.t('explain.decides')}</span>`;
}

export const explainStepStyles: CSSResult = css`
  .answer {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 10px 12px;
    border-radius: var(--ts-radius-m);
    font-size: 14px;
  }
  .answer b {
    font-weight: 600;
  }
  .answer.grants {
    background: light-dark(oklch(0.96 0.03 155), oklch(0.28 0.04 155));
  }
  .answer.denies {
    background: light-dark(oklch(0.965 0.02 28), oklch(0.28 0.05 28));
  }
  .grants > .sign,
  .answer.grants svg {
    color: var(--ts-success);
  }
  .denies > .sign,
  .answer.denies svg {
    color: var(--ts-danger);
  }
  .limits > .sign {
    color: light-dark(oklch(0.5 0.12 60), oklch(0.82 0.12 75));
  }
  ol > li {
    display: flex;
    gap: 12px;
    align-items: flex-start;
    padding: 8px 10px;
    border-left: 2px solid transparent;
    border-bottom: 1px solid var(--ts-line);
  }
  ol > li:last-child {
    border-bottom: 0;
  }
  li .grow svg {
    display: inline-block;
    vertical-align: -2px;
    margin-right: 2px;
    color: var(--ts-fg-2);
  }
  li .mut {
    font-size: 12px;
    overflow-wrap: anywhere;
  }
  .decisive {
    border-left-color: var(--ts-accent);
    background: var(--ts-bg-app);
    border-radius: 0 var(--ts-radius-m) var(--ts-radius-m) 0;
  }
  .sign {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    flex: none;
    width: 92px;
    color: var(--ts-fg-2);
    font-size: 12px;
    line-height: 20px;
  }
  .mark {
    margin-left: 4px;
    padding: 1px 6px;
    border-radius: var(--ts-radius-s);
    background: var(--ts-accent);
    color: var(--ts-on-accent);
    font-size: 11px;
    font-weight: 500;
    white-space: nowrap;
  }
  @media (max-width: 759px) {
    .sign {
      width: 76px;
    }
  }
`;
