import { defineErrors } from '@tessera/core';

/** The errors of files on records. */
export const errors = defineErrors({
  fileMissing: {
    code: 'HOST_FILE_MISSING',
    status: 404,
    message: 'There is no file with the id {id} that you may see.',
  },
  fileEmpty: {
    code: 'HOST_FILE_EMPTY',
    status: 422,
    message: 'The file is empty; nothing was saved.',
  },
  fileTooLarge: {
    code: 'HOST_FILE_TOO_LARGE',
    status: 413,
    message: 'The file is larger than {megabytes} MB; nothing was saved.',
  },
  fileNameMissing: {
    code: 'HOST_FILE_NAME_MISSING',
    status: 400,
    message: 'Say what the file is called, with “?name=…”.',
  },
  attachmentMissing: {
    code: 'HOST_ATTACHMENT_MISSING',
    status: 404,
    message: 'This record has no attachment with the id {id}.',
  },
});
