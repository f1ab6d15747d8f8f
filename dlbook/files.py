"""Files that are written whole or not at all."""

import errno
import os
import shutil
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write `content` to the file at `path`; on an error what was there is there still.

    Raises OSError that names `path`, FileNotFoundError where its folder is not there.
    """
    named = str(path)
    path = path.resolve()  # of a link, the file that it stands for
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"There is no folder {path.parent}", named)
    if path.exists() and not path.is_file():  # a device is written to, never replaced
        path.write_bytes(content)
        return
    new = path.parent / f"{path.name}.{os.getpid()}.new"
    try:
        new.write_bytes(content)
        if path.exists():
            shutil.copymode(path, new)  # who may read it stays as it is
        os.replace(new, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, named) from error
    finally:
        new.unlink(missing_ok=True)
