import Foundation

@testable import CommandsTests

/// What keeps a person from using a page, found by a script in it: somebody who cannot see it, who sees badly, who has
/// big fingers or a narrow screen.
///
/// Source: WCAG 2.2, success criteria 1.1.1, 1.3.1, 1.4.3, 1.4.10, 2.4.2, 2.5.8, 3.1.1, 4.1.2.
enum Inspection {
    /// - Returns: what is wrong, a line each.
    static func faults(in browser: Browser) async throws -> [String] {
        try await browser.script(names + contrast + shape + "return faults;").elements.compactMap(\.text)
    }

    /// Everything has a name.
    private static let names = """
        const faults = [];
        const tell = (what, one) => faults.push(`${what}: ${one ? one.outerHTML.slice(0, 160) : ''}`);
        const isSeen = (one) => one.checkVisibility({visibilityProperty: true});
        const named = (one) => (one.getAttribute('aria-label') || '').trim()
          || (one.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id))
            .map((other) => other ? other.innerText : '').join(' ').trim();
        if (!document.documentElement.lang) tell('no language');
        if (!document.title.trim()) tell('no title');
        if (document.querySelectorAll('main').length !== 1) tell('not one main');
        if (document.querySelectorAll('h1').length !== 1) tell('not one h1');
        for (const one of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
          if (!isSeen(one) && one.type !== 'file') continue;
          if (!named(one) && ![...(one.labels || [])].some((label) => label.textContent.trim())) tell('no label', one);
          if (one.type === 'radio' && !one.closest('fieldset')?.querySelector('legend')?.textContent.trim())
            tell('radio outside a named group', one);
        }
        for (const one of document.querySelectorAll('button, a[href], summary'))
          if (isSeen(one) && !one.innerText.trim() && !named(one)) tell('nameless', one);
        for (const one of document.querySelectorAll('img')) if (!one.hasAttribute('alt')) tell('no alt', one);
        for (const one of document.querySelectorAll('svg'))
          if (isSeen(one) && !named(one) && one.getAttribute('aria-hidden') !== 'true') tell('nameless picture', one);
        const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
        for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) tell(`id ${id} twice`);
        for (const one of document.querySelectorAll('[aria-describedby], [aria-labelledby]'))
          for (const id of `${one.getAttribute('aria-describedby') || ''} ${one.getAttribute('aria-labelledby') || ''}`
            .split(' ').filter(Boolean))
            if (!document.getElementById(id)) tell(`names ${id}, which is not there`, one);
        for (const one of document.querySelectorAll('table'))
          if (isSeen(one) && !one.querySelector('th')) tell('a table without headings', one);
        let level = 0;
        for (const one of document.querySelectorAll('h1, h2, h3, h4')) {
          if (!isSeen(one)) continue;
          const own = Number(one.tagName[1]);
          if (own > level + 1) tell(`a heading skips from ${level}`, one);
          level = own;
        }

        """

    /// Text stands out from what is behind it.
    private static let contrast = """
        const parts = (colour) => {
          const found = colour.match(/[\\d.]+/g).map(Number);
          return {rgb: found.slice(0, 3), alpha: found.length > 3 ? found[3] : 1};
        };
        const light = (rgb) => rgb.map((part) => part / 255)
          .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
          .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
        const behind = (one) => {
          for (let at = one; at; at = at.parentElement) {
            const colour = parts(getComputedStyle(at).backgroundColor);
            if (colour.alpha > 0.99) return colour.rgb;
          }
          return [255, 255, 255];
        };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const looked = new Set();
        while (walker.nextNode()) {
          const one = walker.currentNode.parentElement;
          if (!walker.currentNode.data.trim() || looked.has(one) || !isSeen(one)) continue;
          looked.add(one);
          if (one.closest('script, style, title, option, :disabled, .skip')) continue;
          const style = getComputedStyle(one);
          const colour = one.closest('svg') ? style.fill : style.color;
          const pair = [light(parts(colour).rgb), light(behind(one))].sort((a, b) => b - a);
          const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
          const size = parseFloat(style.fontSize);
          const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
          if (ratio < (isLarge ? 3 : 4.5)) tell(`contrast ${ratio.toFixed(2)}`, one);
          if (size < 12 && !one.closest('svg')) tell(`text of ${size} px`, one);
        }

        """

    /// It fits the screen and the finger.
    private static let shape = """
        const root = document.scrollingElement;
        if (root.scrollWidth > innerWidth) {
          const wide = [...document.querySelectorAll('main *, header *')]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.wide'));
          tell(`scrolls sideways, ${root.scrollWidth} on ${innerWidth}`, wide[0]);
        }
        for (const one of document.querySelectorAll('button, .button, .tile, select, textarea, label.choice, summary,'
          + ' input:not([type=hidden]):not([type=file]):not([type=radio]):not([type=checkbox])')) {
          if (!isSeen(one)) continue;
          const box = one.getBoundingClientRect();
          if (box.height < 32 || box.width < 32) tell(`${box.width.toFixed()} by ${box.height.toFixed()} px`, one);
        }

        """
}
