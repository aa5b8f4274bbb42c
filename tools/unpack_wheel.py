"""Unpacks those files of a wheel that match a pattern: unpack_wheel.py WHEEL FOLDER PATTERN...

Prints the names of what it unpacked other than headers. A file appears under its name when it is whole. Exit status:
0, or 1 with a message where nothing matches a pattern or the disk is full.
"""

import fnmatch
import os
import shutil
import sys
import zipfile


def main() -> int:
    wheel, folder, *patterns = sys.argv[1:]
    folder = os.path.realpath(folder)
    with zipfile.ZipFile(wheel) as archive:
        names = [i.filename for i in archive.infolist() if not i.is_dir()]
        for pattern in patterns:
            if not fnmatch.filter(names, pattern):
                print(f"{os.path.basename(wheel)} has no {pattern}", file=sys.stderr)
                return 1
        for info in archive.infolist():
            if info.is_dir() or not any(fnmatch.fnmatchcase(info.filename, p) for p in patterns):
                continue
            target = os.path.realpath(os.path.join(folder, info.filename))
            if not target.startswith(folder + os.sep):
                print(f"{info.filename} leads out of the folder", file=sys.stderr)
                return 1
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(info) as source, open(target + ".part", "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
            os.chmod(target + ".part", 0o755 if (info.external_attr >> 16) & 0o111 or "/bin/" in info.filename else 0o644)
            os.replace(target + ".part", target)
            if "/include/" not in info.filename:
                print(info.filename)
    return 0


try:
    sys.exit(main())
except OSError as error:
    print(f"can't unpack: {error.strerror or error}", file=sys.stderr)
    sys.exit(1)
