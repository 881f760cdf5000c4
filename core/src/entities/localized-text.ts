/** The languages that a workspace is complete in. */
export type Locale = 'en' | 'zh-CN';

/** A text in every language of the product; where one is absent, English is shown. */
export interface LocalizedText {
  /** English; shown where the reader’s language is missing. */
  readonly en: string;
  /** Simplified Chinese. */
  readonly 'zh-CN'?: string;
}
