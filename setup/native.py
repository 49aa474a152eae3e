"""Names the Debian packages whose native libraries or programs this machine lacks, for the parts asked for."""

import ctypes
import shutil
import sys

# What is looked for, and the Debian package that brings it. Looking for the library itself and not for the package
# keeps this true on other distributions and under later package names.
WINDOW = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
}
PROGRAMS = {
    "run": {},
    "optimise": {},
    "test": {"Xvfb": "xvfb", "xauth": "xauth"},
    "build": {"objdump": "binutils"},
}


def lacking(library: str) -> bool:
    """Whether the dynamic loader cannot find the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return True
    return False


def missing(part: str) -> list[str]:
    """The packages to install before `part` (run, optimise, test or build) can work, in a fixed order."""
    packages = [package for library, package in WINDOW.items() if lacking(library)]
    packages += [package for program, package in PROGRAMS[part].items() if shutil.which(program) is None]
    return list(dict.fromkeys(packages))


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        print(" ".join(missing(sys.argv[1])))
