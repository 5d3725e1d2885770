// What the pages need a script for: rules that follow as one types, drafts, photos, the position, and the exchange's
// progress. Without it forms are still filled in and saved.
'use strict';

const token = document.querySelector('meta[name=yilu-token]').content;
const zh = document.documentElement.lang.startsWith('zh');
const draftPrefix = 'draft:';

/** What the program did not do, in its own words: it was there, as it is not where fetch throws a TypeError. */
class Refusal extends Error {
  constructor(status, words) {
    super(words);
    this.wantsPasscode = status === 401;
  }
}

/** Asks the interface; answers JSON, or throws. */
async function call(path, options) {
  const answer = await fetch(path, {cache: 'no-store', ...options});
  if (answer.ok) return answer.json();
  let said = {};
  try { said = await answer.json(); } catch { /* no words of ours */ }
  throw new Refusal(answer.status, (zh ? said.zh : said.error) || String(answer.status));
}

function send(path, body, type = 'application/json') {
  return call(path, {method: 'POST', headers: {'X-Yilu-Token': token, 'Content-Type': type}, body});
}

// ---- Drafts: every keystroke is kept in this browser until the record is saved. ----

const drafts = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(draftPrefix + key)); } catch { return null; }
  },
  write(key, draft) {
    try { localStorage.setItem(draftPrefix + key, JSON.stringify(draft)); } catch { /* private window: no drafts */ }
  },
  drop(key) {
    try { localStorage.removeItem(draftPrefix + key); } catch { /* as above */ }
  },
  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(draftPrefix))
        .map((key) => key.slice(draftPrefix.length));
    } catch { return []; }
  },
};

function showDrafts() {
  const section = document.getElementById('drafts');
  if (!section) return;
  const list = section.querySelector('ul');
  for (const key of drafts.keys()) {
    const draft = drafts.read(key);
    if (!draft) continue;
    const link = document.createElement('a');
    link.href = key.startsWith('record/') ? `/${key}/edit` : `/${key}`;
    link.textContent = `${draft.title} · ${new Date(draft.at).toLocaleString(zh ? 'zh-CN' : 'en-GB')}`;
    const line = document.createElement('li');
    line.append(link);
    list.append(line);
  }
  section.hidden = list.children.length === 0;
}

// ---- The form ----

/** Says beside a control what only this page knows, until somebody changes that control. */
function tell(control, words) {
  const box = control.closest('.field');
  box.dataset.told = words;
  box.querySelector('.fault').textContent = words;
  box.classList.toggle('wrong', Boolean(words));
}

document.addEventListener('input', ({target}) => {
  if ((target.name || '').startsWith('f-') && target.closest('.field').dataset.told) tell(target, '');
});

/** Brings a control before somebody's eyes. */
function reveal(control) {
  const fold = control.closest('details');
  if (fold) fold.open = true;
  const box = control.closest('.field');
  box.scrollIntoView({block: 'center'});
  const first = box.querySelector('input:not([type=hidden]), select, textarea');
  if (first) first.focus({preventScroll: true});
}

/** Of a few choices one may be taken back as soon as there is one. */
function offerNone(group) {
  const none = group.querySelector('[data-none]');
  if (none && group.querySelector('input[type=radio]:checked:not([value=""])')) none.hidden = false;
}

document.addEventListener('change', ({target}) => {
  if (target.type === 'radio') offerNone(target.closest('fieldset'));
});

/** Says above the form why the program takes nothing now; what is typed stays. Nothing is said once it does again. */
function sayAway(error) {
  const [away, locked] = [document.getElementById('offline'), document.getElementById('locked')];
  if (!away.dataset.words) away.dataset.words = away.textContent;
  const wantsPasscode = error instanceof Refusal && error.wantsPasscode;
  away.textContent = error instanceof Refusal ? error.message : away.dataset.words;
  away.hidden = !error || wantsPasscode;
  locked.hidden = !wantsPasscode;
}

/** What is typed, by field; of several choices the codes with spaces between. */
function typedIn(form) {
  const typed = {};
  for (const [name, value] of new FormData(form)) {
    if (!name.startsWith('f-') || typeof value !== 'string') continue;
    const field = name.slice(2);
    typed[field] = typed[field] ? (value ? `${typed[field]} ${value}` : typed[field]) : value;
  }
  return typed;
}

function controlsOf(form, field) {
  return [...form.elements].filter((control) => control.name === `f-${field}`);
}

/** Puts a value into the controls of a field. */
function put(form, field, value) {
  const codes = value.split(' ');
  for (const control of controlsOf(form, field)) {
    if (control.type === 'radio') {
      control.checked = control.value === value;
      offerNone(control.closest('fieldset'));
    }
    else if (control.type === 'checkbox') control.checked = codes.includes(control.value);
    else if (control.type === 'hidden' && !('photo' in control.dataset)) continue;
    else {
      control.value = value;
      // It was typed where another kind of control stood: as a text it is seen, and can be mended.
      if (value && !control.value && control.tagName === 'INPUT') {
        control.type = 'text';
        control.value = value;
      }
    }
    if ('photo' in control.dataset) showPhoto(control);
  }
}

function follow(form) {
  const key = form.dataset.draft;
  const touched = new Set();
  let isSent = false;
  let timer = 0;
  let asked = 0;

  function keep() {
    drafts.write(key, {
      title: form.dataset.title, at: Date.now(), typed: typedIn(form), once: form.elements.once.value,
      opened: form.elements.opened.value, untaken: untakenPhotos(form).map((control) => control.name),
    });
  }
  form.addEventListener('keep', keep);

  async function ask() {
    const turn = ++asked;
    const body = {typed: typedIn(form)};
    if (form.dataset.number) Object.assign(body, {number: form.dataset.number, opened: form.elements.opened.value});
    try {
      const state = await send(`/api/v1/forms/${encodeURIComponent(form.dataset.form)}/fill`, JSON.stringify(body));
      sayAway(null);
      if (turn === asked) show(state);
    } catch (error) { sayAway(error); }
  }

  function show(state) {
    for (const [name, field] of Object.entries(state.fields)) {
      const box = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
      if (!box) continue;
      // What cannot be saved is seen, also where it is not asked any more.
      box.hidden = !field.shown && !field.fault;
      const fault = box.dataset.told || (touched.has(name) && field.fault) || '';
      box.querySelector('.fault').textContent = fault;
      box.classList.toggle('wrong', Boolean(fault));
      box.querySelector('.warning').textContent = field.warning || '';
      const output = box.querySelector('output');
      if (output) output.textContent = field.text;
      if (field.choices) offer(box, field.choices);
    }
  }

  function offer(box, open) {
    const offered = ':not([value=""]):not([data-stray])';
    for (const control of box.querySelectorAll(`input[type=radio]${offered}, input[type=checkbox]${offered}`)) {
      control.closest('label').hidden = !open.includes(control.value);
    }
    for (const option of box.querySelectorAll(`option${offered}`)) {
      option.hidden = option.disabled = !open.includes(option.value);
    }
  }

  form.addEventListener('input', (event) => {
    const name = event.target.name || '';
    // What a photo's picker holds comes as a photo of the form, or not at all.
    if (!name.startsWith('f-')) return;
    touched.add(name.slice(2));
    keep();
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  function lock(isLocked) {
    isSent = isLocked;
    form.querySelector('.actions .main').disabled = isLocked;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isSent) return;
    const halfWritten = [...form.elements].find((one) => one.validity?.badInput && !one.closest('[hidden]'));
    if (halfWritten) {
      tell(halfWritten, zh ? '没有写全，或者写的不对，请改正。' : 'This is not complete, or not what is asked here: mend it.');
      reveal(halfWritten);
      return;
    }
    lock(true);
    keep();
    // Asked before anything is sent: where the program is away, or nobody is let in, this page stays as it is.
    try {
      await call('/api/v1/token');
      sayAway(null);
    } catch (error) {
      sayAway(error);
      document.querySelector('#offline:not([hidden]), #locked:not([hidden])').scrollIntoView({block: 'center'});
      lock(false);
      return;
    }
    const untaken = await photoLeftOut(form);
    if (untaken) {
      reveal(untaken);
      lock(false);
      return;
    }
    form.submit();
  });
  // The browser shows this page again, as after a failed connection: it can be sent once more.
  window.addEventListener('pageshow', () => lock(false));

  // The program judges, in words of its own and of every field: the browser says nothing of one that it cannot show.
  form.noValidate = true;
  const draft = drafts.read(key);
  const faults = document.getElementById('faults');
  if (faults) {
    faults.focus();
    for (const field of Object.keys(typedIn(form))) touched.add(field);
    // The draft goes on from here, with the name that this saving has now.
    keep();
  } else if (draft) {
    const before = typedIn(form);
    for (const [field, value] of Object.entries(draft.typed)) {
      put(form, field, value);
      const fold = form.querySelector(`details [data-field="${CSS.escape(field)}"]`);
      if (fold && value !== (before[field] || '')) fold.closest('details').open = true;
    }
    if (draft.once) form.elements.once.value = draft.once;
    if (draft.opened) form.elements.opened.value = draft.opened;
    for (const name of draft.untaken || []) {
      const control = form.elements[name];
      if (control) leavePhoto(control, null, zh ? '上次选的照片没有存上。' : 'The photo of the last time was not kept.');
    }
    const restored = document.getElementById('restored');
    restored.hidden = false;
    document.getElementById('discard').addEventListener('click', () => {
      drafts.drop(key);
      location.reload();
    });
  }
  ask();
}

// ---- Photos: turned upright, made smaller and freed of all that the camera wrote beside them. ----

const edgeMax = 1600;

/** An image element is turned as EXIF says by every browser since 2020, and so is what is drawn of it. */
async function shrink(file) {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const scale = Math.min(1, edgeMax / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    const pen = canvas.getContext('2d');
    // Where a picture has no colour, paper shows through: a JPEG would be black there.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) => {
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/jpeg', 0.82);
    });
  } finally { URL.revokeObjectURL(address); }
}

/** The photos on their way to the program, by the hidden control that will name them. */
const photosOnTheirWay = new Map();

/** What was chosen and not taken, by that control: the file, or null where it was chosen on this page's last visit. */
const photosUntaken = new Map();

function untakenPhotos(form) {
  return [...photosUntaken.keys()].filter((control) => control.form === form);
}

/**
 * Waits for the photos of a form, and tries those once more that were not taken: a record that is saved before its
 * photo came would be without it. Answers the control of one that does not come.
 */
async function photoLeftOut(form) {
  await Promise.all([...photosOnTheirWay].filter(([control]) => control.form === form).map(([, photo]) => photo));
  const asked = untakenPhotos(form).filter((control) => !control.closest('[hidden]'));
  for (const control of asked) {
    const file = photosUntaken.get(control);
    if (file) await keepPhoto(control, file);
  }
  return asked.find((control) => photosUntaken.has(control));
}

function showPhoto(control) {
  const box = control.parentElement.querySelector('.photo');
  const image = box.querySelector('img');
  const remove = box.querySelector('[data-photo-remove]');
  let photo = null;
  try { photo = control.value ? JSON.parse(control.value) : null; } catch { /* not a photo */ }
  image.hidden = !photo;
  remove.hidden = !photo && !photosUntaken.has(control);
  if (photo) image.src = `/photo/${photo.file}`; else image.removeAttribute('src');
}

/** Says that a photo was not taken; the form is not saved until another one is, or somebody goes without. */
function leavePhoto(control, file, why, advice = zh ? '请再选一张' : ' Choose another') {
  photosUntaken.set(control, file);
  tell(control, why + advice + (zh ? '，或按“去掉照片”。' : ', or press “Remove the photo”.'));
  showPhoto(control);
  control.form.dispatchEvent(new Event('keep'));
}

async function keepPhoto(control, file) {
  let picture;
  try { picture = await shrink(file); } catch {
    leavePhoto(control, file, zh ? '这不是照片，或者打不开。' : 'This is no picture, or it cannot be opened.');
    return;
  }
  try { control.value = JSON.stringify(await send('/api/v1/photos', picture, 'image/jpeg')); } catch (error) {
    const isAway = !(error instanceof Refusal);
    if (isAway || error.wantsPasscode) sayAway(error);
    const why = isAway ? (zh ? '程序没有回应' : 'the program does not answer') : error.message;
    leavePhoto(control, file, zh ? `照片还没有存上：${why}。` : `The photo is not kept yet: ${why}.`,
      zh ? '稍后按“保存”会再试' : ' Press “Save” later to try again');
    return;
  }
  photosUntaken.delete(control);
  showPhoto(control);
  control.dispatchEvent(new Event('input', {bubbles: true}));
}

function photoControls() {
  for (const input of document.querySelectorAll('[data-photo-for]')) {
    const control = document.getElementsByName(input.dataset.photoFor)[0];
    input.addEventListener('change', () => {
      const file = input.files[0];
      if (!file) return;
      const photo = keepPhoto(control, file).finally(() => photosOnTheirWay.delete(control));
      photosOnTheirWay.set(control, photo);
      input.value = '';
    });
  }
  for (const button of document.querySelectorAll('[data-photo-remove]')) {
    const control = document.getElementsByName(button.dataset.photoRemove)[0];
    button.addEventListener('click', () => {
      // The one that was not taken goes first; one that was taken before stays.
      if (!photosUntaken.delete(control)) control.value = '';
      showPhoto(control);
      control.dispatchEvent(new Event('input', {bubbles: true}));
    });
  }
}

// ---- The position ----

function positionButtons() {
  for (const button of document.querySelectorAll('[data-locate]')) {
    if (!navigator.geolocation) { button.hidden = true; continue; }
    const input = document.getElementById(button.dataset.locate);
    button.addEventListener('click', () => {
      button.disabled = true;
      navigator.geolocation.getCurrentPosition(({coords}) => {
        button.disabled = false;
        const numbers = [coords.latitude.toFixed(6), coords.longitude.toFixed(6), (coords.altitude || 0).toFixed(1),
          coords.accuracy.toFixed(0)];
        input.value = numbers.join(' ');
        input.dispatchEvent(new Event('input', {bubbles: true}));
      }, () => {
        button.disabled = false;
        tell(input, zh ? '没有得到位置，可以自己写。' : 'No position could be had: write it yourself.');
      }, {enableHighAccuracy: true, timeout: 20000});
    });
  }
}

// ---- The exchange ----

async function watchExchange(card) {
  const heading = card.querySelector('[data-heading]');
  const progress = card.querySelector('[data-progress]');
  for (;;) {
    let state;
    try { state = await (await fetch('/api/v1/exchange')).json(); } catch { state = null; }
    if (state && state.state === 'idle') { card.hidden = true; return; }
    card.hidden = false;
    if (state && state.state === 'done') {
      const end = state.complaints.length
        ? (zh ? '没有全部办成' : 'Not all of it worked') : (zh ? '完成了' : 'Done');
      const time = new Date(state.ended).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'});
      heading.textContent = zh ? `${time} ${end}` : `${end} at ${time}`;
      progress.textContent = '';
      fill(card.querySelector('[data-said]'), state.said);
      const complaints = card.querySelector('[data-complaints]');
      fill(complaints, state.complaints.map((one) => `${one.what} ${one.advice}`));
      complaints.hidden = state.complaints.length === 0;
      return;
    }
    if (state) progress.textContent = state.progress;
    await new Promise((done) => setTimeout(done, 400));
  }
}

function fill(list, texts) {
  list.replaceChildren(...texts.map((text) => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
}

// ---- Names of whoever wrote here before ----

function names() {
  const list = document.getElementById('names');
  if (!list) return;
  let known = [];
  try { known = JSON.parse(localStorage.getItem('names')) || []; } catch { /* none */ }
  const own = document.getElementById('name').value;
  if (own && !known.includes(own)) known.unshift(own);
  known = known.slice(0, 30);
  try { localStorage.setItem('names', JSON.stringify(known)); } catch { /* private window */ }
  for (const name of known) list.append(new Option(name, name));
  if (location.hash === '#writer') document.getElementById('writer').open = true;
}

const saved = document.body.dataset.savedDraft;
if (saved) {
  drafts.drop(saved);
  history.replaceState(null, '', location.pathname);
}
names();
showDrafts();
photoControls();
positionButtons();
document.querySelectorAll('form[data-draft]').forEach(follow);
const card = document.getElementById('exchange');
if (card) watchExchange(card);
