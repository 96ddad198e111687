"""What the app's files promise: no build step, no inline code, the oldest browser, few bytes, one round of fetching."""
import gzip
import pathlib
import re

import mock_server

WEB = pathlib.Path(__file__).resolve().parents[2] / "assets" / "web"
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.js")) if "vendor" not in path.parts}
STYLES = {path: path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.css"))}

# Newer than Chrome 97, the oldest browser in the field.
TOO_NEW = ("structuredClone", ".findLast(", ".toSorted(", ".toReversed(", ".toSpliced(", "Object.groupBy", "withResolvers", "AbortSignal.any", "AbortSignal.timeout",
           "Array.fromAsync", ".isWellFormed(", "setHTML", "popover", "document.startViewTransition")
TOO_NEW_CSS = (":has(", "@layer", "@container", "color-mix(", "dvh", "svh", "subgrid", "light-dark(", "@scope", "oklch(")


def imports(path):
    """Files that a module needs before it can run."""
    found = re.findall(r"^(?:import|export)\s[^;]*?from '([^']+)'|^import '([^']+)'", SOURCES.get(path, ""), re.M)
    return [(path.parent / (one or other)).resolve() for one, other in found]


def reach(entry):
    seen, waiting = set(), [entry]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += imports(path)
    return seen


def test_every_import_exists():
    for path in SOURCES:
        for target in imports(path) + [(path.parent / one).resolve() for one in re.findall(r"import\('([^']+)'\)", SOURCES[path])]:
            assert target in SOURCES or target == WEB / "vendor" / "preact.js", f"{path.name} → {target.name}"


def test_no_module_is_left_over():
    lazy = {(path.parent / one).resolve() for path in SOURCES for one in re.findall(r"import\('([^']+)'\)", SOURCES[path])}
    used = set().union(*(reach(entry) for entry in {WEB / "app.js", WEB / "notify.js"} | lazy))
    assert not set(SOURCES) - used


# What each page starts with: its entry, and the screen that most visits open first.
STARTS = {"index.html": ("app.js", "screens/day.js"), "notify.html": ("notify.js",)}


def needed(page):
    first = WEB / STARTS[page][0]
    return set().union(*(reach(WEB / start) for start in STARTS[page])) - {first}


def test_pages_name_all_that_they_need():
    """Each page preloads the modules it starts with, so that they come in one round instead of one per level."""
    for page in STARTS:
        named = {WEB / one for one in re.findall(r'rel="modulepreload" href="\{\{base\}\}/([^"]+)"', (WEB / page).read_text())}
        assert named == needed(page), f"{page}: run python3 Tests/browser/test_sources.py"


def test_nothing_inline_and_no_raw_markup():
    for path, source in SOURCES.items():
        for banned in ("innerHTML", "outerHTML =", "insertAdjacentHTML", "document.write", "eval(", "new Function", " style="):
            assert banned not in source, f"{path.name}: {banned}"
    for page in WEB.glob("*.html"):
        text = page.read_text()
        assert "<style" not in text and " style=" not in text and not re.search(r"<script(?![^>]*\bsrc=)", text) and not re.search(r"\son\w+=", text)


def test_the_oldest_browser():
    for path, source in SOURCES.items():
        assert not [one for one in TOO_NEW if one in source], path.name
    for path, style in STYLES.items():
        assert not [one for one in TOO_NEW_CSS if one in style], path.name


def test_sides_are_logical():
    """Left and right are never named, so that Arabic mirrors by itself."""
    for path, style in STYLES.items():
        assert not re.search(r"(?:margin|padding|border)-(?:left|right)|[^-]\b(?:left|right):|text-align: (?:left|right)|float:", style), path.name


def test_files_stay_small():
    for path, source in SOURCES.items():
        assert source.count("\n") <= 300, path.name
    assert len(gzip.compress("".join(STYLES.values()).encode(), 9)) <= 12 * 1024


def of_few():
    """Modules that only the screens of few people need (`OF_FEW` in app.js): a data officer's, a supervisor's, an authority's."""
    app = WEB / "screens" / "app.js"
    screens = {name: (app.parent / path).resolve() for name, path in re.findall(r"^  '?([\w/]+)'?: \(\) => import\('([^']+)'\)", SOURCES[app], re.M)}
    few = {name for name, _ in re.findall(r"'?([\w/]+)'?: ('[^']+'|[A-Z]+)", re.search(r"const OF_FEW = \{(.*?)\};", SOURCES[app]).group(1))}
    assert few <= set(screens) and len(few) >= 6

    everybodys = whole([WEB / "app.js", WEB / "notify.js", *(path for name, path in screens.items() if name not in few)])
    return {path.relative_to(WEB).as_posix() for path in set(SOURCES) - everybodys}


def whole(entries):
    """With all that is fetched later from there."""
    seen, waiting = set(), list(entries)
    while waiting:
        for path in reach(waiting.pop()) - seen:
            seen.add(path)
            if path != WEB / "screens" / "app.js":
                waiting += [(path.parent / one).resolve() for one in re.findall(r"import\('([^']+)'\)", SOURCES.get(path, ""))]
    return seen


def of_use():
    """Modules that come only when somebody opens what they draw (`Lazy`): the app fetches its screens by itself, these it does not."""
    app = WEB / "screens" / "app.js"
    fetched = [(app.parent / path).resolve() for path in re.findall(r"import\('([^']+)'\)", SOURCES[app])]
    by_itself = set().union(*(reach(path) for path in [WEB / "app.js", WEB / "notify.js", app, *fetched]))
    return {path.relative_to(WEB).as_posix() for path in set(SOURCES) - by_itself}


def with_few_words():
    """Modules whose own words may lie in the catalogue of few (`i18n/few`): what `OF_FEW` leads to and the app fetches in no other way."""
    app = WEB / "screens" / "app.js"
    others = [(app.parent / path).resolve() for path in re.findall(r"=> import\('([^']+)'\)(?!,\n)|[^>] import\('([^']+)'\)", SOURCES[app]) for path in path if path]
    screens = {(app.parent / path).resolve() for path in re.findall(r"^  '?[\w/]+'?: \(\) => import\('([^']+)'\)", SOURCES[app], re.M)}
    apart = set().union(*(reach(path) for path in others if path not in screens))
    return of_few() - {path.relative_to(WEB).as_posix() for path in apart}


def test_all_files_of_a_worker_together_fit_the_first_load():
    """But the rules engine: it is fetched when a form comes near, not before. What only few people need is fetched by them alone."""
    sizes = {name: len(gzip.compress(data, 9)) for name, data in mock_server.web_files().items() if not name.startswith("i18n/") or name.endswith("/ar.json")}
    assert sizes.pop("engine/forms.wasm") <= 130 * 1024
    few, used = of_few(), of_use()
    assert "screens/board.js" in few and "screens/day.js" not in few
    assert "components/asked-together.js" in used and "components/field.js" not in used and not any(name.startswith("lib/") for name in used)
    first = {name: size for name, size in sizes.items() if name not in few and not name.startswith("i18n/few/")}
    assert sum(size for name, size in first.items() if name not in used) <= 245 * 1024
    # With what a worker opens one by one; and even who may do everything and opens all of it waits no longer than for twice a photo.
    assert sum(first.values()) <= 270 * 1024
    assert sum(sizes.values()) <= 390 * 1024


def write_preloads():
    """Writes the list of modules into both pages."""
    for page in STARTS:
        path = WEB / page
        lines = [line for line in path.read_text().splitlines() if "modulepreload" not in line]
        at = next(index for index, line in enumerate(lines) if "<script" in line)
        names = sorted(str(one.relative_to(WEB)) for one in needed(page))
        lines[at:at] = [f'<link rel="modulepreload" href="{{{{base}}}}/{name}">' for name in names]
        path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    write_preloads()
