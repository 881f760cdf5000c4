import type { Editor } from '@tiptap/core';

/** A button above formatted text. */
export interface RichTextAction {
  readonly icon: string;
  /** Key of its text. */
  readonly text: string;
  /** Keys that do the same. */
  readonly keys?: string;
  readonly isOn: (editor: Editor) => boolean;
  /** Not given for the link, which asks for its address first. */
  readonly run?: (editor: Editor) => boolean;
}

export const richTextActions: readonly RichTextAction[] = [
  {
    icon: 'bold',
    text: 'richText.bold',
    keys: 'Ctrl B',
    isOn: (editor) => editor.isActive('bold'),
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    icon: 'italic',
    text: 'richText.italic',
    keys: 'Ctrl I',
    isOn: (editor) => editor.isActive('italic'),
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    icon: 'heading',
    text: 'richText.heading',
    keys: 'Ctrl Alt 2',
    isOn: (editor) => editor.isActive('heading'),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    icon: 'list',
    text: 'richText.bullets',
    keys: 'Ctrl Shift 8',
    isOn: (editor) => editor.isActive('bulletList'),
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    icon: 'list-ordered',
    text: 'richText.numbers',
    keys: 'Ctrl Shift 7',
    isOn: (editor) => editor.isActive('orderedList'),
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    icon: 'link',
    text: 'richText.link',
    keys: 'Ctrl K',
    isOn: (editor) => editor.isActive('link'),
  },
];
