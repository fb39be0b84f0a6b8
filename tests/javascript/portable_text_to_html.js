// Renders Portable Text as HTML: each line of standard input is a text as JSON, each line of
// standard output its HTML as JSON. What the renderer does not know is an error.
import { createInterface } from 'node:readline'
import { toHTML } from '@portabletext/to-html'

// The package's own turns every second space into a no-break space.
const escapeHTML = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const attribute = (text) => escapeHTML(text).replaceAll('"', '&quot;')

const anchor = ({ children, value }) => {
  const attributes = {
    href: value.href,
    'data-article-id': value.article_id,
    'data-section-id': value.section_id,
    'data-topic': value.topic,
    'data-clinic-value': value.name,
    rel: value.rel,
  }
  const written = Object.entries(attributes)
    .filter(([, each]) => each)
    .map(([name, each]) => ` ${name}="${attribute(each)}"`)
  return `<a${written.join('')}>${children}</a>`
}

const components = {
  marks: {
    link: anchor,
    reference: anchor,
    clinicValue: anchor,
    sub: ({ children }) => `<sub>${children}</sub>`,
    sup: ({ children }) => `<sup>${children}</sup>`,
  },
  hardBreak: () => '<br>',
  escapeHTML,
}

const onMissingComponent = (message) => {
  throw new Error(message)
}

for await (const line of createInterface({ input: process.stdin })) {
  const html = toHTML(JSON.parse(line), { components, onMissingComponent })
  process.stdout.write(JSON.stringify(html) + '\n')
}
