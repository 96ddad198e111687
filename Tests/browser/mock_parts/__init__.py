"""What the mock answers beside its core: one file per capability, found by being here.

Each file may have `answer(handler, method, path, person)`, which gives (status, body, headers) or None where the path is not its own, and
`my_day(handler, day, person)`, which adds its rows to the answer of my day.
"""
import functools
import importlib
import pkgutil


@functools.cache
def found():
    """The files with an `answer`, by name."""
    return [one for one in every() if hasattr(one, "answer")]


@functools.cache
def every():
    return [importlib.import_module(f"{__name__}.{one.name}") for one in sorted(pkgutil.iter_modules(__path__), key=lambda one: one.name)]


def my_day(handler, day, person):
    for part in every():
        if hasattr(part, "my_day"):
            part.my_day(handler, day, person)
    return day
