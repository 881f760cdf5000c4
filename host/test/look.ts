/** How somebody looks at the pages. */
export interface Look {
  readonly locale: 'en' | 'zh-CN';
  readonly theme: 'light' | 'dark';
  readonly isPhone: boolean;
}

/** The plain one, one that differs from it in everything, and in a full run what lies between them. */
export const LOOKS: readonly [Look, ...Look[]] = [
  { locale: 'en', theme: 'light', isPhone: false },
  { locale: 'zh-CN', theme: 'dark', isPhone: true },
  ...(process.env['TESSERA_TEST_FULL']
    ? ([
        { locale: 'zh-CN', theme: 'light', isPhone: false },
        { locale: 'en', theme: 'dark', isPhone: true },
      ] as const)
    : []),
];
