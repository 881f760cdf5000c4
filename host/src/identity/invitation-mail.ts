import type { MailMessage } from '../mail/mail.ts';

/** What an invitation says. */
export interface InvitationText {
  readonly workspace: string;
  readonly name: string;
  readonly email: string;
  readonly inviter: string;
  readonly link: string;
  readonly locale: 'en' | 'zh-CN';
}

/** The mail of an invitation, in the language of whom it invites. */
export function invitationMail(invitation: InvitationText): MailMessage {
  const { subject, lines, action, after } =
    invitation.locale === 'zh-CN' ? chinese(invitation) : english(invitation);
  const { link, email } = invitation;
  return {
    to: email,
    subject,
    text: [...lines, link, after].join('\n\n'),
    html: [
      ...lines.map((line) => `<p>${escape(line)}</p>`),
      `<p><a href="${escape(link)}">${escape(action)}</a></p>`,
      `<p>${escape(after)}</p>`,
    ].join('\n'),
  };
}

interface Wording {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly action: string;
  readonly after: string;
}

function english({ workspace, name, inviter }: InvitationText): Wording {
  return {
    subject: `You are invited to ${workspace}`,
    lines: [
      `Hello ${name},`,
      `${inviter} invites you to ${workspace}. Choose a password to sign in:`,
    ],
    action: 'Accept the invitation',
    after: 'The link is valid for 7 days and works once. If you do not expect this, ignore it.',
  };
}

function chinese({ workspace, name, inviter }: InvitationText): Wording {
  return {
    subject: `邀请您加入 ${workspace}`,
    lines: [`${name}，您好：`, `${inviter} 邀请您加入 ${workspace}。请设置密码后登录：`],
    action: '接受邀请',
    after: '链接 7 天内有效，仅可使用一次。如果您不了解此邀请，请忽略本邮件。',
  };
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
