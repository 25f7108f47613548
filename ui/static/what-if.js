// What a change in life would do to the money of all schemes together, worked out on
// the resident's own device. It is opened, fetched and closed to the network as the
// check is; from then on every change in the form fills in what comes of it, and the
// form itself is not sent either.
//
// The server says the same to who has no script: lines and totals are those of
// what_if_words.go, which a test compares. The words of repayment cards stand in the
// page; here the ones that fit are shown.
import { enhance, matter, part, read, trouble } from './check.js'

for (const form of document.querySelectorAll('form[data-module="what-if"]')) {
  enhance(form, { ask: form => ({ whatif: request(form) }), show, undo, stay })
}

const chosen = form => form.querySelector('input[name="change"]:checked')
const ticked = form => [...form.querySelectorAll('[data-gets]:checked')].map(box => box.dataset.gets)
const asksOf = change => change?.dataset.asks.split(' ') ?? []

function request(form) {
  const change = chosen(form)
  const lines = [form.dataset.day, `${change?.value ?? ''}\t${form.elements.namedItem('month').value}`]
  for (const name of asksOf(change)) {
    const typed = name === '' ? '' : read(form, name, 'change')
    if (typed !== '') lines.push(`+${name}\t~${typed}`)
  }
  for (const scheme of ticked(form)) lines.push(`*${scheme}`)
  for (const { dataset: { fact } } of form.querySelectorAll('[data-fact]')) {
    const typed = read(form, fact)
    if (typed !== '') lines.push(`${fact}\t~${typed}`)
  }
  return lines.join('\n')
}

// stay keeps the page: what it comes to stands here already.
function stay({ form }, event) {
  event.preventDefault()
  part(form, 'status').focus()
}

// undo gives the form back as one that is sent to be worked out.
function undo(form) {
  part(form, 'result').hidden = part(form, 'prompt').hidden = true
  part(form, 'sender').hidden = false
  for (const element of form.querySelectorAll('[data-fact], [data-ask]')) trouble(element, undefined)
}

function show({ form, speak }, reply) {
  const change = chosen(form), { troubles = {} } = reply
  const story = storyOf(form, change, reply)
  const sender = part(form, 'sender')
  if (sender.contains(document.activeElement)) part(form, 'status').focus() // nobody is left nowhere
  sender.hidden = true
  for (const element of form.querySelectorAll('[data-ask]')) {
    const { ask } = element.dataset
    element.hidden = !asksOf(change).includes(ask)
    if (!element.hidden) element.querySelector('.zeker-field__label').textContent = speak(`what_if.ask.${change.value}.${ask}`)
    trouble(element, troubles[`+${ask}`], speak)
  }
  for (const element of form.querySelectorAll('[data-fact]')) {
    trouble(element, troubles[element.dataset.fact], speak)
    matter(form, element, story.monthly.flatMap(course => course.missing))
  }
  part(form, 'questions').hidden = !form.querySelector('[data-fact]:not([hidden])')
  errors(form, story, troubles)
  const result = part(form, 'result')
  result.hidden = !story.result
  part(form, 'prompt').hidden = story.result
  if (story.result) fill(result, story, speak)
}

// storyOf is what was told and what came of it.
function storyOf(form, change, reply) {
  const articles = Object.fromEntries([...form.querySelectorAll('[data-course]')].map(article => [article.dataset.course, article]))
  const courses = reply.courses.map(course => ({ ...course, article: articles[course.scheme], months: monthsFrom(course.first, course.now.length) }))
    .filter(course => course.article)
  for (const course of courses) {
    course.of = course.article.dataset
    course.byMonth = course.of.per === 'month'
    course.advance = course.of.category === 'advance_yearly'
    course.open = course.missing.length > 0
  }
  const gets = courses.filter(course => course.gets)
  const story = {
    form, change, courses, gets, monthly: gets.filter(course => course.byMonth), asks: reply.asks,
    today: `${form.dataset.day.slice(0, 8)}01`, month: form.elements.namedItem('month').value,
    event: change?.dataset.event ?? '', exact: change?.dataset.exact !== undefined, kind: change?.dataset.kind ?? '',
  }
  story.late = story.month < story.today
  story.result = change !== null && reply.asks.length === 0 && gets.some(course => leadOf(course, story) !== 'open')
  return story
}

// errors takes out of the server's list of mistakes what is mended.
function errors(form, story, troubles) {
  const wrong = { change: story.change === null, gets: story.gets.length === 0 }
  for (const name of ['change', 'gets']) {
    const place = form.querySelector(`#${name}-error`)
    if (place) place.hidden = !wrong[name]
  }
  const list = part(form, 'errors')
  if (!list) return
  for (const line of list.querySelectorAll('[data-error]')) {
    const { error } = line.dataset
    line.hidden = !(wrong[error] || error.replace(/^fact\./, '').replace(/^change\./, '+') in troubles)
  }
  list.hidden = !list.querySelector('li:not([hidden])')
}

function fill(result, story, speak) {
  const total = totalOf(story), { notes } = total
  write(result.querySelector('[data-total]'), totals(story, total, speak))
  for (const element of result.querySelectorAll('[data-note]')) element.hidden = !notes[element.dataset.note]
  for (const element of result.querySelectorAll('[data-when]')) element.hidden = (element.dataset.when === 'late') !== story.late
  for (const article of result.querySelectorAll('[data-course]')) {
    const course = story.gets.find(course => course.article === article)
    article.hidden = !course
    if (!course) continue
    const overdue = story.late && !course.advance && course.years.some(({ told }) => told.back > 0)
    const answer = part(article, 'overdue')
    if (answer) answer.hidden = !overdue
    for (const element of article.querySelectorAll('[data-event]')) {
      element.hidden = element.dataset.event !== story.event || overdue && story.event !== ''
      const sentence = part(element, 'sentence')
      if (sentence) sentence.hidden = !story.exact
    }
    for (const element of article.querySelectorAll('[data-kinds]')) element.hidden = overdue || !element.dataset.kinds.split(' ').includes(story.kind)
    part(article, 'silence').hidden = course.years.length > 0 && course.years.every(({ silent }) => silent.back + silent.small === 0)
    write(article, lines(course, story, speak))
  }
  const openings = story.courses.filter(course => !course.gets && course.byMonth && course.months.length > 0)
    .filter(course => { const at = placeOf(course, story); return course.now[at] === 0 && course.then[at] > 0 }).map(course => course.scheme)
  for (const element of result.querySelectorAll('[data-opening]')) element.hidden = !openings.includes(element.dataset.opening)
  part(result, 'openings').hidden = openings.length === 0
  picture(result, story, total, speak)
}

// write puts sentences in their places, and hides the places that have none.
function write(element, said) {
  for (const place of element.querySelectorAll('[data-line]')) {
    const text = said[place.dataset.line] ?? ''
    if (place.textContent !== text) place.textContent = text
    place.hidden = text === ''
  }
}

// lines are the sentences about the money of one scheme that depend on figures.
function lines(course, story, speak) {
  const said = { lead: speak(`what_if.lead.${leadOf(course, story)}`) }
  if (course.open || !course.byMonth) return said
  const add = (place, sentence) => { said[place] = said[place] ? `${said[place]} ${sentence}` : sentence }
  const at = placeOf(course, story), { who, silence } = course.of, { money } = speak
  said.amounts = speak(same('what_if.amounts', course.now[at], course.then[at]), { Now: money(course.now[at]), Then: money(course.then[at]) })
  if (partial(course)) said.part = speak('what_if.part', { From: monthName(course.months[0], speak), Until: monthName(course.months.at(-1), speak) })
  said.edge = edgeLine(course, story, speak)
  Object.assign(said, missing(course, story, speak))
  for (const { year, told, silent } of course.years) {
    const known = span(course, year, speak)
    const words = (amount, of = known) => ({ Year: of, Who: who, Amount: money(amount) })
    add('told.back', back(told, toldAnswer(course, story), words, speak))
    add('silent.back', back(silent, silence, words, speak))
    if (told.paid > told.back) add('told.kept', speak('what_if.kept', words(told.paid - told.back)))
    if (silent.paid > silent.back) add('silent.kept', speak('what_if.kept', words(silent.paid - silent.back)))
    if (told.back + told.small + silent.back + silent.small > 0) add('when', speak(`what_if.when.${course.advance ? 'advance' : 'other'}`, words(0, year)))
    if (told.small + silent.small > 0) said.small = course.of.small
    if (told.back > 0) add('aside', told.aside === 0 || 2 * told.aside > told.back ? speak('what_if.aside.most', words(told.back)) : speak('what_if.aside', words(told.aside, year)))
    if (silent.back > 0) said.parts = speak('what_if.parts', words(0))
    if (course.advance && silent.back + silent.small > 0) said.lower = speak('what_if.lower', words(0))
  }
  return said
}

// same is the id of a sentence about two amounts: its own when nothing changes.
function same(id, now, then) { return now === then ? `${id}.same` : id }

function monthName(month, speak) { return speak('what_if.month', { Month: speak.months[month.slice(5, 7) - 1], Year: month.slice(0, 4) }) }

const monthsOf = ({ months }, year) => months.filter(month => month.startsWith(`${year}-`))

// partial reports whether a course lacks months of a year, because their law is not known.
const partial = course => course.years.some(({ year }) => monthsOf(course, year).length < 12)

// span is a year as people say it, or the months of it that a course knows.
function span(course, year, speak) {
  const known = monthsOf(course, year), last = monthName(known.at(-1), speak)
  if (known.length === 12) return year
  return known.length === 1 ? last : speak('what_if.span', { From: speak.months[known[0].slice(5, 7) - 1], Until: last })
}

// missed is what one does without each month while nobody knows of a change that brings
// more, of money that is not made up for after the year.
function missed(course, story) {
  const at = placeOf(course, story), now = course.now[at]
  return course.advance || now === 0 ? 0 : Math.max(course.then[at] - now, 0)
}

// missing says what is missed by who says nothing, or says it late.
function missing(course, story, speak) {
  const amount = missed(course, story)
  if (amount === 0) return {}
  const words = { Amount: speak.money(amount), Who: course.of.who, Month: monthName(story.month, speak) }
  return { 'silent.missed': speak('what_if.missed', words), ...story.late && { 'told.missed': speak('what_if.missed.late', words) } }
}

// edgeLine is what limits the change goes over, up to how much the right stays, and the
// next amount above which a part is lost at once, in whole euros.
function edgeLine({ edge }, { form }, speak) {
  const label = edge && form.querySelector(`[data-fact="${edge.fact}"]`)?.dataset.label
  if (!label) return ''
  const { value, until = Infinity, cliffs } = edge
  const euros = amount => speak.money(amount - amount % 100)
  const words = ({ at, drop }) => ({ Fact: label, At: euros(at), Amount: speak.money(drop) })
  const said = []
  if (until < value) said.push(speak('what_if.over', words({ at: until, drop: 0 })))
  for (const cliff of cliffs) if (cliff.at < Math.min(value, until)) said.push(speak('what_if.crossed', words(cliff)))
  if (until > value && until < Infinity) said.push(speak('what_if.edge', { Fact: label, Until: euros(until) }))
  const next = cliffs.find(({ at }) => at >= value)
  if (next) said.push(speak('what_if.cliff', words(next)))
  return said.join(' ')
}

function leadOf(course, story) {
  if (!course.byMonth) return 'granted'
  if (course.open) return course.missing.some(fact => story.form.querySelector(`[data-fact="${fact}"]`)) ? 'open' : 'unknown'
  const at = placeOf(course, story), now = course.now[at], then = course.then[at]
  if (now === 0) return 'not_now'
  if (then === now) return course.beyond ? 'beyond' : 'same'
  if (then === 0) return 'stops'
  return then < now ? 'less' : 'more'
}

const reclaims = ['settled_later', 'may_reclaim', 'must_reclaim']

function back(settlement, answer, words, speak) {
  const { back, small, more } = settlement
  if (back > 0) return speak(`what_if.back.${reclaims.includes(answer) ? answer : 'other'}`, words(back))
  if (small > 0) return speak('what_if.small', words(small))
  return more > 0 ? speak('what_if.extra', words(more)) : speak('what_if.none', words(0))
}

function toldAnswer(course, { event }) {
  const answer = event && course.article.querySelector(`[data-event="${event}"]`).dataset.certainty
  return reclaims.includes(answer) ? answer : course.of.silence
}

// Months are texts, as 2026-08-01, which are in order as they stand.
function nextMonth(month) {
  const [year, number] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}

function monthsFrom(first, length) {
  const months = []
  for (let month = first; months.length < length; month = nextMonth(month)) months.push(month)
  return months
}

// follows is the first month in which payment follows the change, as Life.Follows.
function follows({ today, month }, advance) {
  const last = month > today ? month : today
  return advance || month < today ? nextMonth(last) : month
}

function placeOf(course, story) {
  const at = course.months.findIndex(month => month >= follows(story, true))
  return at < 0 ? course.months.length - 1 : at
}

function totalOf(story) {
  const known = story.monthly.filter(course => course.months.length > 0)
  const total = { months: [], now: 0, then: 0, told: 0, silent: 0, missed: 0, besides: false, open: story.monthly.some(course => course.open), part: known.some(partial), beyond: known.some(course => course.beyond) }
  for (const course of known) {
    const at = placeOf(course, story)
    total.now += course.now[at]
    total.then += course.then[at]
    total.missed += missed(course, story)
    for (const { told, silent } of course.years) {
      total.told += told.back
      total.silent += silent.back
      total.besides ||= silent.back > 0 && course.of.silence === 'must_reclaim'
    }
  }
  for (const month of known[0]?.months ?? []) {
    if (known.every(course => course.months.includes(month))) total.months.push(paid(known, month, story))
  }
  const advances = story.monthly.some(course => course.advance), running = story.monthly.some(course => course.of.category === 'running_pw')
  const months = story.form.elements.namedItem('month').options
  const lastYear = story.month.slice(0, 4) >= months[months.length - 1].value.slice(0, 4)
  const first = story.monthly.some(course => course.of.next.split(' ').includes(story.change.value))
  total.notes = { late: story.late, first, gross: running && advances, next_year: story.event === 'job' && advances && lastYear }
  return total
}

function paid(courses, month, story) {
  const sum = { month, now: 0, then: 0 }
  for (const course of courses) {
    const at = course.months.indexOf(month)
    sum.now += course.now[at]
    sum.then += month >= follows(story, course.advance) ? course.then[at] : course.now[at]
  }
  return sum
}

function totals(story, total, speak) {
  const said = {}, { money } = speak
  if (total.months.length > 0) {
    said.months = speak(same('what_if.total.months', total.now, total.then), { Now: money(total.now), Then: money(total.then) })
    said.wage = wage(story, total.then - total.now, speak)
    said.told = speak(`what_if.total.${story.late ? 'today' : 'at_once'}`) + ' ' + speak(toldTotal(total), { Amount: money(total.told) })
    if (total.silent > total.told) said.silent = speak('what_if.total.silent', { Amount: money(total.silent) })
  }
  if (total.missed > 0) said.missed = speak('what_if.total.missed', { Amount: money(total.missed) })
  if (total.besides) said.besides = speak('what_if.total.besides')
  for (const place of ['open', 'part', 'beyond']) if (total[place]) said[place] = speak(`what_if.total.${place}`)
  return said
}

// toldTotal is the id of the sentence about what goes back when it is told. It promises
// nothing where something that may come to more is not known.
function toldTotal({ told, open, part, beyond, notes }) {
  return `what_if.total.${told > 0 ? 'back' : 'none'}${open || part || beyond || notes.gross || notes.first ? '.part' : ''}`
}

// wage weighs more or less wage against what the schemes pay more or less.
function wage({ form, change }, difference, speak) {
  if (!asksOf(change).includes('net') || ['partner_in', 'partner_out'].includes(change.value)) return ''
  const typed = eurocents(read(form, 'net', 'change'))
  if (!typed) return ''
  const less = change.value === 'less_work', sum = (less ? -typed : typed) + difference
  return speak(`what_if.wage.${less ? 'less' : 'more'}`, { Amount: speak.money(typed) }) + ' ' +
    speak(`what_if.wage.${sum === 0 ? 'same' : sum < 0 ? 'down' : 'up'}`, { Amount: speak.money(Math.abs(sum)) })
}

// eurocents reads an amount that the rules took, so that only the cents have to be told
// from the rest; null for figures of another script, which are left out of the sum.
function eurocents(typed) {
  const [, whole, cents = ''] = /^(.*?)(?:[.,' ](\d{1,2}))?\D*$/.exec(typed)
  const euros = whole.replace(/\D/g, '')
  return euros === '' ? null : Number(euros) * 100 + Number(cents.padEnd(2, '0'))
}

// The picture's measures, in pixels of the narrowest phone.
const wide = 320, high = 190, side = 52, foot = 22, head = 20

// picture draws the months in two lines, which differ in more than colour, and writes
// the same figures in the table under it. A page from right to left is drawn so.
function picture(result, story, { months, now, then }, speak) {
  part(result, 'months').hidden = months.length === 0
  part(result, 'rows').replaceChildren(...months.map(({ month, now, then }) => html('tr', {},
    html('th', { scope: 'row' }, monthName(month, speak)), html('td', {}, speak.money(now)), html('td', {}, speak.money(then)))))
  part(result, 'picture').hidden = months.length === 0
  if (months.length === 0) return
  const step = stepOf(Math.max(...months.flatMap(m => [m.now, m.then])))
  const top = step * Math.max(1, Math.ceil(Math.max(...months.flatMap(m => [m.now, m.then])) / step))
  const mirrored = document.dir === 'rtl'
  const x = place => { const at = side + place * (wide - side - 4) / months.length; return mirrored ? wide - at : at }
  const y = amount => high - foot - amount / top * (high - foot - head)
  const line = key => months.map((m, i) => `${i ? 'L' : 'M'}${x(i)} ${y(m[key])}H${x(i + 1)}`).join('')
  const parts = []
  for (let amount = 0; amount <= top; amount += step) {
    parts.push(svg('path', { class: 'zeker-figure__grid', d: `M${x(0)} ${y(amount)}H${x(months.length)}` }),
      svg('text', { x: mirrored ? x(0) + 6 : side - 6, y: y(amount) + 4, 'text-anchor': mirrored ? 'start' : 'end' }, speak.money(amount)))
  }
  const every = Math.ceil(months.length / 12), letters = months.length > 6 ? 1 : 3
  months.forEach(({ month }, i) => {
    if (i % every === 0) parts.push(svg('text', { x: (x(i) + x(i + 1)) / 2, y: high - 6, 'text-anchor': 'middle' }, speak.months[month.slice(5, 7) - 1].slice(0, letters)))
  })
  const at = months.findIndex(({ month }) => month === story.month)
  if (at >= 0) parts.push(svg('path', { class: 'zeker-figure__mark', d: `M${x(at)} ${head - 4}V${high - foot}` }),
    svg('text', { x: x(at), y: head - 8, 'text-anchor': at > months.length / 2 === mirrored ? 'start' : 'end' }, speak('what_if.mark')))
  parts.push(svg('path', { class: 'zeker-figure__now', d: line('now') }), svg('path', { class: 'zeker-figure__then', d: line('then') }))
  const text = speak('what_if.picture.text', { Now: speak.money(now), Then: speak.money(then), Month: monthName(story.month, speak) })
  part(result, 'drawing').replaceChildren(svg('svg', {
    class: 'zeker-figure__drawing', viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-labelledby': 'picture-title picture-text',
  }, svg('title', { id: 'picture-title' }, speak('what_if.picture')), svg('desc', { id: 'picture-text' }, text), ...parts))
}

// stepOf is a round amount, whole euros in eurocents, of which at most four reach up to
// an amount.
function stepOf(most) {
  for (let ten = 1000; ; ten *= 10) {
    for (const step of [ten, 2 * ten, 5 * ten]) if (step * 4 >= most) return step
  }
}

function html(name, attributes, ...content) { return filled(document.createElement(name), attributes, content) }

function svg(name, attributes, ...content) { return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, content) }

function filled(element, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...content)
  return element
}
