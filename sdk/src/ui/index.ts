/**
 * The browser side of the SDK: the base element, the API client, live updates, formats and icons that plugins share with the shell.
 * @packageDocumentation
 */
export { ApiClient, type ApiAnswer, type ApiOptions } from './api-client.ts';
export { ApiError, type ProblemDetails } from './api-error.ts';
export { baseStyles } from './base-styles.ts';
export { TesseraElement } from './element.ts';
export { environmentContext, type Environment } from './environment.ts';
export { formatDuration, formatField, formatMoney } from './format-field.ts';
export { icon } from './icon.ts';
export { LiveClient, type LiveInterest, type LiveLink, type LiveMessage } from './live-client.ts';
export { localized } from './localized.ts';
export { toast, type Toast } from './toast.ts';
