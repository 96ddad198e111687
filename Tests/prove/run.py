#!/usr/bin/env python3
"""The long proofs on the real binary.

  Tests/prove/run.py [--short] [--only NAME ...] [--seed N]

Runs each proof, prints what it found, leaves build/reports/prove.json and one file per proof, and ends with
`N passed, N failed`. --short is what CI runs: the same proofs, fewer rounds. KINBOX_BIN names the binary and
KINBOX_PROVE the proof tool beside it.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]

import api_fuzz
import bad_input
import disk_full
import kills
import no_plaintext
import one_owner
import power_cuts
import proofs
import standing

PROOFS = [standing, one_owner, no_plaintext, bad_input, disk_full, power_cuts, kills, api_fuzz]

if __name__ == "__main__":
    proofs.run(PROOFS, "prove", __doc__)
