import type { PersonView } from '../../view-model.ts';
import { h, icon } from './dom.ts';

/** A picture for somebody: the prompt sign for an App, the first letter for a person. */
export function avatar(person: PersonView): HTMLElement {
  if (person.kind === 'bot') {
    return h('img', { class: 'avatar', src: '/-/client/icon.svg', alt: '', width: 32, height: 32 });
  }
  const hue = Array.from(person.login).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 12, 0);
  const initial = person.login.slice(0, 1).toUpperCase();
  return h('span', { class: `avatar person hue-${hue}`, 'aria-hidden': 'true' }, initial);
}

/** The login as GitHub shows it: without `[bot]`, with a label instead. */
export function personName(person: PersonView): HTMLElement {
  const isBot = person.kind === 'bot';
  return h(
    'span',
    { class: 'person-name' },
    h('strong', {}, person.login.replace(/\[bot\]$/, '')),
    isBot ? h('span', { class: 'label' }, 'bot') : null,
  );
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "2 minutes ago", with the exact time as its title. */
export function timeAgo(at: string): HTMLElement {
  const date = new Date(at);
  const seconds = Math.min(0, Math.round((date.getTime() - Date.now()) / 1000));
  const text =
    seconds > -5
      ? 'just now'
      : seconds > -60
        ? relative.format(seconds, 'second')
        : seconds > -3600
          ? relative.format(Math.round(seconds / 60), 'minute')
          : seconds > -86_400
            ? relative.format(Math.round(seconds / 3600), 'hour')
            : relative.format(Math.round(seconds / 86_400), 'day');
  return h('time', { datetime: at, title: date.toLocaleString() }, text);
}

export function shortSha(sha: string): HTMLElement {
  return h('code', { class: 'sha', title: sha }, sha.slice(0, 7));
}

/** What a check's conclusion looks like: sign, colour class and words. */
export function conclusionBadge(conclusion: string | null): { sign: SVGSVGElement; tone: string; words: string } {
  if (conclusion === null) return { sign: icon('dot'), tone: 'pending', words: 'running' };
  if (conclusion === 'success') return { sign: icon('check'), tone: 'good', words: 'passed' };
  if (conclusion === 'failure') return { sign: icon('cross'), tone: 'bad', words: 'failed' };
  return { sign: icon('dash'), tone: 'neutral', words: conclusion.replaceAll('_', ' ') };
}
