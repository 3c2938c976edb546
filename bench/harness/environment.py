"""Where the figures come from: machine, system, compiler, versions."""

import os
import pathlib
import platform
import re
import subprocess


def first_line_of(*command):
    try:
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return output.splitlines()[0] if output else "unknown"


def cpu_model():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found.group(1) if found else platform.machine()


def memory_bytes():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def package_version(package):
    return first_line_of("dpkg-query", "-W", "-f=${Version}\\n", package)


def describe(program):
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "memory_bytes": memory_bytes(),
        "kernel": platform.release(),
        "compiler": first_line_of("c++", "--version"),
        "versions": {
            "vitalstream": first_line_of(program, "version"),
            "rocksdb": package_version("librocksdb-dev"),
            "openssl": first_line_of("openssl", "version"),
            "boost": package_version("libboost1.81-dev"),
            "python": platform.python_version(),
        },
        "load_average_at_start": os.getloadavg()[0],
    }
