"""Filling in forms for ever takes no more memory than filling in one."""
from test_memory import grown


def evaluations_leave_memory_flat(options):
    """A million evaluations in the browser's engine: after the first twentieth it grows by a page at most."""
    found = grown(400 if options.short else 40_000)
    assert found["late"] - found["early"] <= 65536, found
    return found


PROOFS = [evaluations_leave_memory_flat]
