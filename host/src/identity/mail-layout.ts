import type { MailMessage } from '../mail/mail.ts';

/** A mail that asks one person to follow one link. */
export interface LinkMail {
  readonly to: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly link: string;
  /** What the link says. */
  readonly action: string;
  readonly after: string;
}

/** Lays such a mail out, as text and as HTML. */
export function layOutMail({ to, subject, lines, link, action, after }: LinkMail): MailMessage {
  return {
    to,
    subject,
    text: [...lines, link, after].join('\n\n'),
    html: [
      ...lines.map((line) => `<p>${escape(line)}</p>`),
      `<p><a href="${escape(link)}">${escape(action)}</a></p>`,
      `<p>${escape(after)}</p>`,
    ].join('\n'),
  };
}

/** The language of a mail: the reader's own, else that of the workspace. */
export function mailLocale(own: string | null, workspace: 'en' | 'zh-CN'): 'en' | 'zh-CN' {
  return own === 'zh-CN' || own === 'en' ? own : workspace;
}

/** An address below the public URL, for a link in a mail. */
export function publicLink(publicUrl: string, path: string): string {
  return `${publicUrl.replace(/\/+$/, '')}${path}`;
}

function escape(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
