"""Every text of the app is in all three catalogues, no key is missing, none is left over."""
import json
import pathlib
import re

import pytest

import test_sources

WEB = pathlib.Path(__file__).resolve().parents[2] / "assets" / "web"
LANGUAGES = ("en", "fr", "ar")
# What Intl.PluralRules may answer in each language; "none" is ours, for exactly zero.
PLURALS = {"en": {"one", "other"}, "fr": {"one", "many", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}

def catalogue(name):
    return json.loads((WEB / "i18n" / f"{name}.json").read_text(encoding="utf-8"))


# Words that only the screens of few people need are fetched with those.
FEW = {language: catalogue(f"few/{language}") for language in LANGUAGES}
CATALOGUES = {language: {**catalogue(language), **FEW[language]} for language in LANGUAGES}
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.js")) if "vendor" not in path.parts}
KEY = re.compile(r"""['"]([a-z]+(?:\.[A-Za-z_-]+)+)['"]""")
PATTERN = re.compile(r"`([a-z]+\.[^`\s]*\$\{[^`]*)`")


def forms(text):
    return list(text.values()) if isinstance(text, dict) else [text]


def places(text):
    return set(re.findall(r"\{(\w+)\}", text))


def families():
    return {key.split(".")[0] for key in CATALOGUES["en"]}


def literals():
    """Keys written out in the code: texts with a dot whose first word is a family of the catalogue."""
    return {(path.name, key) for path, source in SOURCES.items() for key in KEY.findall(source) if key.split(".")[0] in families()}


def patterns():
    """Keys put together from a code, as `reason.${code}`."""
    found = set()
    for source in SOURCES.values():
        for template in PATTERN.findall(source):
            if template.split(".")[0] in families():
                found.add(re.sub(r"\\\$\\\{.*?\\\}", r"[\\w-]+", re.escape(template)))
    return found


def test_same_keys_in_every_language():
    for language in LANGUAGES[1:]:
        assert set(CATALOGUES[language]) == set(CATALOGUES["en"]), language


def test_no_key_is_missing():
    missing = sorted((name, key) for name, key in literals() if key not in CATALOGUES["en"])
    assert not missing
    for pattern in patterns():
        assert any(re.fullmatch(pattern, key) for key in CATALOGUES["en"]), pattern


def test_words_of_few_are_used_by_few_alone():
    """And every word that only they use lies there: the others' first load does not carry it."""
    few, users = test_sources.with_few_words(), {key: set() for key in CATALOGUES["en"]}
    for path, source in SOURCES.items():
        name = path.relative_to(WEB).as_posix()
        for key in KEY.findall(source):
            users.get(key, set()).add(name)
        for template in (one for one in PATTERN.findall(source) if one.split(".")[0] in families()):
            pattern = re.compile(re.sub(r"\\\$\\\{.*?\\\}", r"[\\w-]+", re.escape(template)))
            for key in users:
                if pattern.fullmatch(key):
                    users[key].add(name)
    belongs = {key for key, names in users.items() if names and names <= few}
    assert set(FEW["en"]) == belongs, sorted(set(FEW["en"]) ^ belongs)
    for language in LANGUAGES:
        assert not set(FEW[language]) & set(catalogue(language)), language


def test_no_key_is_left_over():
    used, made = {key for _, key in literals()}, sorted(set(patterns()))
    unused = sorted(key for key in CATALOGUES["en"] if key not in used and not any(re.fullmatch(pattern, key) for pattern in made))
    assert not unused


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_and_places(language):
    for key, text in CATALOGUES[language].items():
        english = CATALOGUES["en"][key]
        assert isinstance(text, dict) == isinstance(english, dict), key
        if isinstance(text, dict):
            assert set(text) - {"none"} == PLURALS[language], key
        allowed = set().union(*(places(form) for form in forms(english)))
        assert all(places(form) <= allowed for form in forms(text)), key
        assert places(forms(text)[-1]) == places(forms(english)[-1]) or isinstance(text, dict), key


@pytest.mark.parametrize("language", ("fr", "ar"))
def test_is_translated(language):
    """A text equal to the English one is only right where it is a name, a sign or a word that both share."""
    same = {key for key, text in CATALOGUES[language].items() if text == CATALOGUES["en"][key] and re.search(r"[A-Za-z]{3}", re.sub(r"\{\w+\}", "", str(text)))}
    shared = {"fr": {"attach.kind.image", "attach.kind.video", "match.number", "notification.urgent", "day.section.urgent", "decision.kind.placement", "design.type", "dossier.title", "panel.action", "panel.option", "together.service"}, "ar": set()}[language]
    assert not same - shared


def test_arabic_is_arabic():
    for key, text in CATALOGUES["ar"].items():
        for form in forms(text):
            bare = re.sub(r"\{\w+\}", "", form)
            assert re.search(r"[\u0600-\u06FF]", bare) or not re.search(r"\w", bare), key


def test_no_text_in_the_code():
    """Text between tags is a leak past the catalogues; one word of a name (Kinbox) is not."""
    leaks = []
    for path, source in SOURCES.items():
        if path.name == "design.js":
            continue
        for line in source.splitlines():
            bare = re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", line)
            leaks += [(path.name, text) for text in re.findall(r">\s*([A-Z][a-z]+ [a-z]+[^<`$]*)<", bare)]
    assert not leaks
