/** The SMTP server that mail goes through. */
export interface MailServer {
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** TLS from the first byte (465); otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** The sender, for example `CRM <crm@example.com>`. */
  readonly from: string;
}
