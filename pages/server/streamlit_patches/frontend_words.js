// Replaces the words that Streamlit's own scripts put into the page, in the language of the page.
// CATALOGUE is data/locale/streamlit.json; frontend_words.py describes its entries.
//
// Only elements that an entry selects are changed, and only attributes and the data of text nodes: no node is added, moved or
// removed, so React finds everything where it left it. Observers run before the browser draws, so no English flashes up.
((catalogue) => {
  "use strict";
  const PLACEHOLDER = /\{(\w+)\}/g;
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = (words) =>
    RegExp(`^${words.split(PLACEHOLDER).map((part, i) => (i % 2 ? `(?<${part}>.*)` : escaped(part))).join("")}$`, "s");

  const entries = catalogue
    .filter(({ host }) => !host || RegExp(host).test(location.hostname))
    .map((entry) => ({ ...entry, pattern: pattern(entry.streamlit) }));
  const selector = [...new Set(entries.map(({ at }) => at))].join();
  const attributes = [...new Set(entries.flatMap(({ attribute }) => attribute ?? []))];

  const initial = document.documentElement.lang;
  const wanted = () => {
    const lang = new URLSearchParams(location.search).get("lang");
    return lang === "nl" || lang === "en" ? lang : initial;
  };
  let lang = wanted();

  // Per element and text node: Streamlit's words and ours by attribute ("" for a text node), to change them back when the
  // language changes. React does not write its own words again.
  const replaced = new WeakMap();

  function replace(element, holder, attribute, current, write) {
    const before = replaced.get(holder)?.[attribute];
    const streamlit = before?.ours === current ? before.streamlit : current;
    const entry = entries.find(
      (one) => (one.attribute ?? "") === attribute && one.pattern.test(streamlit) && element.matches(one.at),
    );
    if (!entry) return;
    const values = entry.pattern.exec(streamlit).groups;
    const ours = entry[lang]?.replace(PLACEHOLDER, (_, name) => values[name]) ?? streamlit;
    replaced.set(holder, { ...replaced.get(holder), [attribute]: { streamlit, ours } });
    if (ours !== current) write(ours);
  }

  function translate(element) {
    for (const name of attributes) {
      const words = element.getAttribute(name);
      if (words) replace(element, element, name, words, (ours) => element.setAttribute(name, ours));
    }
    for (const node of element.childNodes)
      if (node.nodeType === Node.TEXT_NODE) replace(element, node, "", node.data, (ours) => (node.data = ours));
  }

  function translateAll(root) {
    if (root.matches(selector)) translate(root);
    root.querySelectorAll(selector).forEach(translate);
  }

  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      const element = type === "characterData" ? target.parentElement : target;
      if (element?.matches(selector)) translate(element);
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) translateAll(node);
    }
    observer.takeRecords(); // what was changed here
  });
  observer.observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: attributes,
  });

  // The language is part of the address, which changes without a page load.
  function follow() {
    if (lang === wanted()) return;
    lang = document.documentElement.lang = wanted();
    translateAll(document.documentElement);
  }
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = (...given) => {
      change.apply(history, given);
      follow();
    };
  }
  addEventListener("popstate", follow);
})(CATALOGUE);
