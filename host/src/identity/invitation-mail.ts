import type { MailMessage } from '../mail/mail.ts';
import { layOutMail, type LinkMail } from './mail-layout.ts';

/** What an invitation says. */
export interface InvitationText {
  readonly workspace: string;
  readonly name: string;
  readonly email: string;
  readonly inviter: string;
  readonly link: string;
  readonly locale: 'en' | 'zh-CN';
}

type Wording = Pick<LinkMail, 'subject' | 'lines' | 'action' | 'after'>;

/** The mail of an invitation, in the language of whom it invites. */
export function invitationMail(invitation: InvitationText): MailMessage {
  const { link, email: to, locale } = invitation;
  const wording = locale === 'zh-CN' ? chinese(invitation) : english(invitation);
  return layOutMail({ to, link, ...wording });
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
