#!/usr/bin/env python3
"""Casework as people live it, on the real binary in a real browser.

  Tests/prove/casework/run.py [--short] [--only NAME ...]

The six children's stories of the framework run end to end, each step by the person whose step it is, and after each step everybody
else is asked what they see. Leaves build/reports/casework/stories.md and .json with what each step costs, a screenshot of each step,
build/reports/prove-casework.json, and ends with `N passed, N failed`. --short is what CI runs. KINBOX_BIN names the binary.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.dirname(HERE), os.path.join(TESTS, "support"), os.path.join(TESTS, "browser")]

import calls
import disabled
import fostered
import kin
import neglected
import proofs
import reunified
import separated
import share
import stage
import together

PROOFS = [disabled, fostered, kin, reunified, separated, neglected, calls, together, share]

if __name__ == "__main__":
    proofs.run(PROOFS, "prove-casework", __doc__, around=stage.opened)
