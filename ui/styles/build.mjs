// Builds ui/static/zeker.css: the components of NL Design System that our pages
// use, the design tokens that those reach, and our own rules. `make styles`
// runs it; it fails when the result is too large for a small data bundle.
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { transform } from 'lightningcss';
import postcss from 'postcss';
import subsetFont from 'subset-font';

const limit = 10 * 1024; // bytes at brotli 11
const pages = new URL('..', import.meta.url);
const packages = new URL('../node_modules/', pages);
const css = (path, base = packages) => postcss.parse(readFileSync(new URL(path, base), 'utf8'));

const components = ['button', 'heading', 'link', 'paragraph', 'skip-link', 'data-badge', 'number-badge']
  .map((name) => css(`@nl-design-system-candidate/${name}-css/dist/${name}.css`))
  .concat(css('@utrecht/component-library-css/dist/index.css'));
const theme = css('@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css');
// Each part by what it styles, in an order that matters: what comes later prevails.
const parts = ['tokens', 'document', 'frame', 'parts', 'offer', 'fields', 'answers', 'what-if', 'session', 'media', 'dark'];
const own = postcss.parse(parts.map((name) => readFileSync(new URL(`styles/${name}.css`, pages), 'utf8')).join('\n'));
const fonts = css('styles/fonts.css', pages);

// A class counts as used when a page or script names it: write classes whole,
// never put together from pieces.
const used = new Set(readdirSync(pages, { recursive: true })
  .filter((name) => /\.(templ|js)$/.test(name))
  .flatMap((name) => readFileSync(new URL(name, pages), 'utf8').match(/\b(nl|utrecht)-[\w-]+/g) ?? []));

// Every class of a selector must be used, but for those inside :not().
const wanted = (selector) => {
  const classes = [...selector.replace(/:not\([^()]*\)/g, '').matchAll(/\.([\w-]+)/g)];
  return classes.length > 0 && classes.every(([, name]) => used.has(name));
};
for (const part of components) {
  part.walkComments((comment) => comment.remove());
  part.walkRules((rule) => {
    const selectors = rule.selectors.filter(wanted);
    if (selectors.length > 0) rule.selectors = selectors; else rule.remove();
  });
  part.walkAtRules((at) => { if (!at.nodes?.length) at.remove(); });
}

// Tokens: ours replace the theme's, and those that no rule reaches are left out.
const tokens = new Map();
theme.walkDecls((d) => tokens.set(d.prop, d.value));
own.each((rule) => {
  if (rule.selector === ':root') rule.walkDecls(/^--(?!zeker)/, (d) => { tokens.set(d.prop, d.value); d.remove(); });
});
const reached = new Set();
const reach = (value) => [...value.matchAll(/var\(\s*(--[\w-]+)/g)].forEach(([, name]) => {
  if (reached.has(name) || !tokens.has(name)) return;
  reached.add(name);
  reach(tokens.get(name));
});
[...components, own].forEach((part) => part.walkDecls((d) => reach(d.value)));
const root = [...reached].sort().map((name) => `${name}:${tokens.get(name)};`).join('');

// Fonts for scripts that not every phone has, as the packages of Noto bring them. A page
// asks for one only when it is written in that script: only then does it have noto.css,
// which is made of styles/fonts.css. What our own
// texts are written with is a font apart, a sixth as large, and is there before the first
// words are; of the whole one a page asks only when other letters stand on it.
const scripts = [
  { name: 'arabic', family: 'Zeker Arabic', languages: ['ar', 'fa'], letters: /[\p{scx=Arabic}\u200C]/u },
  { name: 'ethiopic', family: 'Zeker Ethiopic', languages: ['ti'], letters: /\p{scx=Ethiopic}/u },
];
const lettersOf = ({ languages, letters }) => new Set(languages.flatMap((language) => {
  const folder = new URL(`../locales/${language}/`, pages);
  return readdirSync(folder).flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8')]);
}).filter((letter) => letters.test(letter)));
for (const script of scripts) {
  const letters = [...lettersOf(script)].sort();
  const range = letters.map((letter) => `U+${letter.codePointAt(0).toString(16)}`).join();
  for (const weight of [400, 700]) {
    const font = readFileSync(new URL(`@fontsource/noto-sans-${script.name}/files/noto-sans-${script.name}-${script.name}-${weight}-normal.woff2`, packages));
    const file = `noto-${script.name}-${weight}`;
    writeFileSync(new URL(`static/${file}.woff2`, pages), font);
    writeFileSync(new URL(`static/${file}-texts.woff2`, pages), await subsetFont(font, letters.join(''), { targetFormat: 'woff2' }));
    // Of faces that share letters the last one has them.
    fonts.append(`@font-face{font-family:"${script.family}";font-weight:${weight};font-display:swap;src:url("./${file}-texts.woff2") format("woff2");unicode-range:${range}}`);
  }
}

// For browsers that do not know Ed25519 themselves: static/verify.js fetches it only then.
copyFileSync(new URL('@noble/ed25519/index.js', packages), new URL('static/ed25519.js', pages));

const version = (major) => major << 16;
const write = (filename, sheets) => {
  const { code } = transform({
    filename,
    code: Buffer.from(sheets.map(String).join('\n')),
    minify: true,
    targets: { chrome: version(90), firefox: version(90), safari: version(15) }, // phones of five years old
  });
  writeFileSync(new URL(`static/${filename}`, pages), code);
  return code;
};
write('noto.css', [fonts]);
const code = write('zeker.css', [`:root{${root}}`, ...components, own]);
const size = brotliCompressSync(code).length;
console.log(`zeker.css: ${code.length} bytes, ${size} at brotli, ${reached.size} of ${tokens.size} tokens`);
if (size > limit) {
  console.error(`zeker.css is above its limit of ${limit} bytes: use fewer components in ui/*.templ, or shorten styles/*.css`);
  process.exit(1);
}
