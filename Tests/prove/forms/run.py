#!/usr/bin/env python3
"""The long proofs of forms: the rules engine in both builds, and what people upload.

  Tests/prove/forms/run.py [--short] [--only NAME ...] [--seed N]

As Tests/prove/run.py; leaves build/reports/prove-forms.json. KINBOX_BIN names the binary; KINBOX_ENGINE_TOOL and
KINBOX_ENGINE_WASM the two builds of the engine where they are not in their usual places. KINBOX_XPATH_VECTORS and
KINBOX_XLSFORM_VECTORS take larger files of cases than the samples in the repository, KINBOX_WORKBOOKS a folder of real surveys.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.dirname(HERE)] + [os.path.join(TESTS, name) for name in ("support", "tools", "engine", "browser")]

import hostile
import live
import memory
import proofs
import surveys
import two_builds
import vectors
import workbooks
import xlsforms

PROOFS = [vectors, xlsforms, two_builds, memory, hostile, workbooks, surveys, live]

if __name__ == "__main__":
    proofs.run(PROOFS, "prove-forms", __doc__)
