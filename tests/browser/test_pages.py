"""Every kind of page in a real browser: axe-core, 320 px, layout that stays where it is."""

import pytest

from browser import axe, chromium, places

_SHIFTS = """() => { window.shifts = []; new PerformanceObserver(list => { for (const one of list.getEntries())
  if (!one.hadRecentInput) window.shifts.push(one.value); }).observe({type: "layout-shift", buffered: true}); }"""


def look(page, paths, widths=(chromium.WIDE, chromium.NARROW)):
    """Go from page to page; return what is wrong with each, wide and narrow."""
    found = []
    for path in paths:
        page.goto(path)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{path} at {width}: {one}" for one in axe.violations(page)]
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{path} at {width}: {over} px wider than the window"] if over > 0 else []
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_axe_finds_nothing_on_any_template(browser, server, lang):
    paths = [path for path in places.PAGES if lang == "nl" or path not in places.LONG]
    with chromium.opened(browser, str(server), lang=lang) as page:
        assert "\n".join(look(page, paths)) == ""


def test_axe_finds_nothing_on_one_thing_of_each_kind(browser, server, graph):
    with chromium.opened(browser, str(server)) as page:
        assert "\n".join(look(page, places.things(graph), [chromium.NARROW])) == ""


@pytest.mark.parametrize("width", [chromium.WIDE, chromium.NARROW])
def test_nothing_moves_while_a_page_comes_in(browser, server, width):
    with chromium.opened(browser, str(server), width=width) as page:
        page.context.add_init_script(f"({_SHIFTS})()")
        moved = {}
        for path in places.PAGES[:-1]:
            page.goto(path)
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            moved[path] = sum(page.evaluate("window.shifts"))
    assert {path: shift for path, shift in moved.items() if shift} == {}
