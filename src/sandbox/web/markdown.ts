import MarkdownIt, { type RendererRule } from 'markdown-it';
import type { Html } from './page-model.ts';

/**
 * The tags that may stand in Markdown as they are, without attributes: a part of what GitHub allows
 * (https://github.github.com/gfm/#disallowed-raw-html-extension- and html-pipeline's list), as much as reviews use.
 * None of them loads or runs anything.
 */
const allowedTags =
  'b|blockquote|br|code|dd|del|details|dl|dt|em|hr|i|ins|kbd|li|ol|p|pre|s|samp|strong|sub|summary|sup|ul|var';
const allowedTag = new RegExp(`^</?(?:${allowedTags})\\s*/?>$`, 'i');
const openDetails = /^<details\s+open(?:="")?\s*>$/i;

const markdown = createRenderer();

/**
 * GitHub-flavoured Markdown of a comment to HTML. The text is untrusted: tags outside the list are shown as text,
 * HTML comments are hidden, links can only be http, https or mailto, images stay links.
 * The first suggestion block becomes an empty `div.suggestion-slot`, which the page fills with the change.
 */
export function renderMarkdown(text: string): Html {
  return markdown.render(text, { suggestions: 0 }) as Html;
}

function createRenderer() {
  const renderer = new MarkdownIt({ html: true, linkify: true, breaks: true }).disable('image');
  const rawHtml: RendererRule = (tokens, index) => keepAllowedTags(tokens[index]?.content ?? '');
  const codeBlock = renderer.renderer.rules['fence'];
  Object.assign(renderer.renderer.rules, {
    html_block: rawHtml,
    html_inline: rawHtml,
    link_open: (tokens, index, options, _env, self) => {
      tokens[index]?.attrSet('rel', 'nofollow noopener noreferrer');
      return self.renderToken(tokens, index, options);
    },
    fence: (tokens, index, options, env, self) => {
      const isSuggestion = /^suggestion\b/.test(tokens[index]?.info ?? '');
      if (isSuggestion && isFirstSuggestion(env)) return '<div class="suggestion-slot"></div>\n';
      return codeBlock?.(tokens, index, options, env, self) ?? '';
    },
  } satisfies Record<string, RendererRule>);
  renderer.validateLink = (url) => !/^[a-z][a-z0-9+.-]*:/i.test(url) || /^(?:https?|mailto):/i.test(url);
  return renderer;
}

function isFirstSuggestion(env: Record<string, unknown> | undefined): boolean {
  if (env === undefined || env['suggestions'] !== 0) return false;
  env['suggestions'] = 1;
  return true;
}

/** Raw HTML with comments dropped, allowed tags kept and everything else escaped. */
function keepAllowedTags(html: string): string {
  return html.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/<[^<>]*>|[<>"]/g, (part) => {
    if (allowedTag.test(part)) return part;
    return openDetails.test(part) ? '<details open>' : escapeHtml(part);
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
