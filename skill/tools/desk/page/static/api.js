// Calls the desk's routes. Every failure is an Error with a message to show.

export class NotHeard extends Error {}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (response.status === 409) throw new NotHeard(body.not_heard);
  if (!response.ok) throw new Error(body.error ?? `The server answered ${response.status}.`);
  return body;
}

export async function get(path) {
  return answer(await fetch(`/desk/${path}`));
}

export async function post(path, body = {}) {
  const response = await fetch(`/desk/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer(response);
}
