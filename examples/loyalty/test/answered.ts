import type { TestResponse } from '@tessera/host/testing';

/** The body of an answer that has to be a success. @throws Error that says what came back */
export async function answered(answer: Promise<TestResponse>): Promise<TestResponse['body']> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
