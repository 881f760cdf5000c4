import { getSchema } from '@tiptap/core';
import type { Extensions } from '@tiptap/core';
import { DOMParser as RichTextParser, DOMSerializer } from '@tiptap/pm/model';
import { StarterKit } from '@tiptap/starter-kit';

/** What formatted text may hold here; all else is dropped when it is pasted, and when it is shown. */
export function richTextExtensions(): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [1, 2, 3] },
      link: {
        openOnClick: false,
        protocols: ['http', 'https', 'mailto', 'tel'],
        HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer' },
      },
    }),
  ];
}

/** HTML made anew from what the schema knows of it: nothing in it runs, loads or styles. */
export function richTextFragment(html: string): DocumentFragment {
  const schema = getSchema(richTextExtensions());
  // A document of its own: nothing in it is loaded while it is read.
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const content = RichTextParser.fromSchema(schema).parse(parsed.body).content;
  return DOMSerializer.fromSchema(schema).serializeFragment(content, {
    document,
  }) as DocumentFragment;
}
