"""Scipy's special functions come without what nobody needs of numpy."""

import subprocess
import sys

LOADED = """
import sys
import balance.model.draws
print("scipy.special" in sys.modules, *(name in sys.modules for name in ("numpy.f2py", "numpy.testing", "unittest")))
import numpy as np
import scipy.optimize
print(np.testing.assert_allclose.__name__, np.f2py.__name__)
"""


def test_what_nobody_needs_of_numpy_is_loaded_when_somebody_asks_for_it():
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["True", "False", "False", "False", "assert_allclose", "numpy.f2py"]
