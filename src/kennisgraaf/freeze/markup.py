"""Links in pages: which there are, and the same page with every link leading to a file beside it.

Only tags are touched; what stands between them stays byte for byte. What needs a server is taken out, with a sentence
in its place.
"""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_LINK = re.compile(r"""(\s)(href|src|xlink:href|data)="([^"]*)\"""")
_FORM = re.compile(r"(<form\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r'\saction="([^"]*)"')
_POST = re.compile(r'\smethod="post"', re.IGNORECASE)
_STARRED = re.compile(r'\shreflang="x-default"')
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"'?]+)["']""")
_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_DROPPED = {"link", "script"}  # tags that go where they lead nowhere; all others lose the attribute only


def links(text: str) -> Iterator[str]:
    """Yield what the tags of a page, or of a picture, lead to and show."""
    for tag in _TAG.finditer(text):
        for link in _LINK.finditer(tag[2]):
            yield unescape(link[3])


def loaded(text: str) -> Iterator[str]:
    """Yield what a style sheet or a script loads, as it names it."""
    yield from (match[1] for match in (*_IMPORT.finditer(text), *_URL.finditer(text)) if not match[1].startswith("#"))


def lead(text: str, target: Callable[[str], str | None], first: Callable[[str], str | None]) -> str:
    """Return a page with other links; target gives for each the new one, or None where it leads nowhere.

    first does the same for the link that is for readers of no language in particular.
    """

    def tag(match: re.Match[str]) -> str:
        name = match[1].lower()
        choose = first if _STARRED.search(match[2]) else target
        lost = False

        def link(found: re.Match[str]) -> str:
            nonlocal lost
            new = choose(unescape(found[3]))
            lost = lost or new is None
            return "" if new is None else f'{found[1]}{found[2]}="{escape(new)}"'

        attributes = _LINK.sub(link, match[2])
        if lost and name in _DROPPED:
            return "<script>" if name == "script" else ""
        return f"<{match[1]}{attributes}>"

    return _TAG.sub(tag, text)


def forms(text: str, target: Callable[[str], tuple[str, dict[str, str]] | None], instead: str) -> str:
    """Return a page with other forms.

    target gives for the action of a form that asks (GET) the new one and what is sent along, or None where no file can
    answer it; then instead, a piece of HTML, takes its place.
    """

    def form(match: re.Match[str]) -> str:
        action = _ACTION.search(match[1])
        found = None if _POST.search(match[1]) or not action else target(unescape(action[1]))
        if found is None or not action:
            return instead
        start = match[1].replace(action[0], f' action="{escape(found[0])}"')
        hidden = (f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in found[1].items())
        return f"{start}{''.join(hidden)}{match[2]}</form>"

    return _FORM.sub(form, text)


def add(text: str, policy: str, foot: str) -> str:
    """Return a page that carries its own content policy, and a last line in its footer."""
    head = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False).replace(chr(34), "")}">'
    return text.replace("<head>", f"<head>\n  {head}", 1).replace("</footer>", f"{foot}</footer>", 1)
