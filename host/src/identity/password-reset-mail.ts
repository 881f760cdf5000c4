import type { MailMessage } from '../mail/mail.ts';
import { layOutMail, type LinkMail } from './mail-layout.ts';

/** What the mail of a password reset says. */
export interface PasswordResetText {
  readonly workspace: string;
  readonly name: string;
  readonly email: string;
  readonly link: string;
  readonly locale: 'en' | 'zh-CN';
}

type Wording = Pick<LinkMail, 'subject' | 'lines' | 'action' | 'after'>;

/** The mail with which somebody chooses a new password, in the reader's language. */
export function passwordResetMail(reset: PasswordResetText): MailMessage {
  const { link, email: to, locale } = reset;
  const wording = locale === 'zh-CN' ? chinese(reset) : english(reset);
  return layOutMail({ to, link, ...wording });
}

function english({ workspace, name }: PasswordResetText): Wording {
  return {
    subject: `A new password for ${workspace}`,
    lines: [
      `Hello ${name},`,
      `Somebody, probably you, asked for a new password for ${workspace}. Choose it here:`,
    ],
    action: 'Choose a new password',
    after:
      'The link is valid for one hour and works once. If you did not ask for it, ignore it: your password stays as it is.',
  };
}

function chinese({ workspace, name }: PasswordResetText): Wording {
  return {
    subject: `重设 ${workspace} 的密码`,
    lines: [
      `${name}，您好：`,
      `有人（可能是您本人）请求重设 ${workspace} 的密码。请在此设置新密码：`,
    ],
    action: '设置新密码',
    after:
      '链接 1 小时内有效，仅可使用一次。如果不是您本人的请求，请忽略本邮件，您的密码不会改变。',
  };
}
