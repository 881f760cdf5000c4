/**
 * The browser side of the SDK: the base element and ready elements, the API client, live updates, formats, tokens and icons that plugins share with the shell.
 * @packageDocumentation
 */
export { ApiClient, type ApiAnswer, type ApiOptions } from './api-client.ts';
export { ApiError, type ProblemDetails } from './api-error.ts';
export { Avatar } from './avatar.ts';
export { Bars, type Bar } from './bars.ts';
export { baseStyles } from './base-styles.ts';
export { Card } from './card.ts';
export { TesseraElement } from './element.ts';
export { Empty } from './empty.ts';
export { environmentContext, type Environment } from './environment.ts';
export { FieldValue } from './field-value.ts';
export { formatDuration, formatField, formatMoney } from './format-field.ts';
export { icon } from './icon.ts';
export { LiveClient, type LiveInterest, type LiveLink, type LiveMessage } from './live-client.ts';
export { localized } from './localized.ts';
export { Menu, type MenuItem } from './menu.ts';
export { RecordLink } from './record-link.ts';
export { Stat } from './stat.ts';
export { Tag } from './tag.ts';
export { toast, type Toast } from './toast.ts';
export { tokens, type Token } from './tokens.ts';
