"""A folder that is written whole or not at all.

New files go into a folder beside the old one, and then the two change places:

    .NAME.new   is filled, and every file of it is on the disk
    NAME        is renamed to .NAME.old
    .NAME.new   is renamed to NAME              from here on the new plan stands
    .NAME.old   is renamed to .NAME.gone, and .NAME.gone is deleted

Only between the second line and the third is there no NAME; then .NAME.old and .NAME.new are both whole, and the next
start takes the third step. In every other state NAME is whole and the rest is left over. A lock beside the folder
keeps a second run out until the first has ended, however the first ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from meetings.export.folder_lock import PATIENCE, FolderError, hold_lock
from overgreb_rules.shared.system_error import describe_system_error
from overgreb_rules.shared.text import Text

__all__ = ["OutputFolder", "lock_folder", "open_folder"]


class OutputFolder:
    """An output folder: locked by `lock_folder` for a run that writes, or opened by `open_folder` to be read alone.

    A file is named by its relative path with `/`.
    """

    def __init__(self, path: Path, is_own: Callable[[str], bool]) -> None:
        """Name the folders beside the folder.

        Args:
            path: the folder, absolute.
            is_own: decides by its name whether a file is one that this package writes.
        """
        self.path = path
        self._is_own = is_own
        self._new, self._old, self._gone = (path.with_name(f".{path.name}.{word}") for word in ("new", "old", "gone"))

    def read(self, name: str) -> bytes | None:
        """Read one file.

        Args:
            name: the relative path.

        Returns:
            The bytes, or None where there is no such file.
        """
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def names(self) -> list[str]:
        """List the files of the folder.

        Returns:
            The relative paths, sorted; a link to a folder counts as a file.
        """
        if not self.path.is_dir():
            return []
        found: list[str] = []
        for folder, inner, names in os.walk(self.path):
            # A link to a folder is kept as the link that it is, and not walked into.
            links = [name for name in inner if Path(folder, name).is_symlink()]
            found += [Path(folder, name).relative_to(self.path).as_posix() for name in (*names, *links)]
        return sorted(found)

    def refuse_other_things(self) -> None:
        """Refuse a path that is no folder of this package.

        Raises:
            FolderError: if the path is a file, or the folder holds files but none of its own.
        """
        if self.path.exists() and not self.path.is_dir():
            raise FolderError(Text(f"{self.path} er en fil: nævn en mappe", f"{self.path} is a file: name a folder"))
        names = self.names()
        if names and not any(self._is_own(name) for name in names):
            raise FolderError(
                Text(
                    f"{self.path} indeholder andet end en plan: nævn en tom eller en ny mappe",
                    f"{self.path} holds other things and no plan: name an empty folder, or a new one",
                )
            )

    def replace(self, files: Mapping[str, bytes]) -> list[str]:
        """Replace all own files of the folder; only under `lock_folder`.

        A file with the same bytes stays the same file, with its time; files of others are kept; and where nothing
        changed the folder is not touched.

        Args:
            files: the bytes of every own file, by relative path.

        Returns:
            The relative paths that were written or deleted, sorted.

        Raises:
            FolderError: if the folder is the current directory or cannot be replaced.
        """
        ours = [name for name in self.names() if self._is_own(name)]
        changed = [name for name, data in files.items() if self.read(name) != data]
        changed += [name for name in ours if name not in files]
        if not changed:
            return []
        if Path.cwd().is_relative_to(self.path):
            raise FolderError(
                Text(
                    f"{self.path} er den mappe, du står i, og den skal udskiftes: gå ud af den først",
                    f"{self.path} is the folder you stand in, and it is about to be replaced: leave it first",
                )
            )
        try:
            self._fill(files, frozenset(changed))
            self._swap()
        except OSError as error:
            with contextlib.suppress(OSError):
                self.recover()
            raise _build_error(self.path, "udskiftes", "replaced", error) from None
        return sorted(changed)

    def recover(self) -> None:
        """Finish or undo an interrupted replacement; only under `lock_folder`."""
        if not self.path.exists() and self._old.exists():
            # The run stopped between two renames: both folders are complete, and the new one is wanted.
            (self._new if self._new.exists() else self._old).rename(self.path)
        if self._old.exists():
            self._throw_away(self._old)
        for left_over in (self._gone, self._new):
            if left_over.exists():
                shutil.rmtree(left_over)

    def _fill(self, files: Mapping[str, bytes], changed: frozenset[str]) -> None:
        self._new.mkdir()
        if self.path.is_dir():
            self._new.chmod(self.path.stat().st_mode & 0o7777)
        kept = [name for name in self.names() if not self._is_own(name)]
        folders = {self._new}
        for name in (*files, *kept):
            target = self._new / name
            for parent in reversed(target.relative_to(self._new).parents):
                folders.add(self._new / parent)
                (self._new / parent).mkdir(exist_ok=True)
            if name in changed:
                with target.open("xb") as file:
                    file.write(files[name])
                    file.flush()
                    os.fsync(file.fileno())
            else:
                _link(self.path / name, target)
        for folder in folders:
            _sync_folder(folder)

    def _swap(self) -> None:
        if self.path.exists():
            self.path.rename(self._old)
        self._new.rename(self.path)
        _sync_folder(self.path.parent)
        if self._old.exists():
            self._throw_away(self._old)

    def _throw_away(self, folder: Path) -> None:
        # Renamed before it is deleted: a run that stops here must leave no half folder under the name of a whole one.
        if self._gone.exists():
            shutil.rmtree(self._gone)
        folder.rename(self._gone)
        shutil.rmtree(self._gone)


def _link(source: Path, target: Path) -> None:
    if not source.is_symlink():
        with contextlib.suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target, follow_symlinks=False)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def lock_folder(
    directory: str | os.PathLike[str], *, is_own: Callable[[str], bool], patience: float = PATIENCE
) -> Iterator[OutputFolder]:
    """Lock a folder, recover it, and keep every other run out until the end of the `with`.

    Args:
        directory: the folder, which need not exist.
        is_own: decides by its name whether a file is one that this package writes.
        patience: seconds to wait for another run.

    Yields:
        The folder.

    Raises:
        FolderError: if the path is a file, the folder holds files but none of its own, nothing may be written beside
            it, or another run does not end.
    """
    path = Path(directory).resolve()
    if path == path.parent:
        raise FolderError(
            Text(
                f"{path} kan ikke udskiftes: giv kalenderne deres egen mappe",
                f"{path} cannot be replaced: name a folder of its own for the calendars",
            )
        )
    try:
        with hold_lock(path, patience):
            folder = OutputFolder(path, is_own)
            folder.recover()
            folder.refuse_other_things()
            yield folder
    except OSError as error:
        raise _build_error(path, "bruges", "used", error) from None


@contextlib.contextmanager
def open_folder(directory: str | os.PathLike[str], *, is_own: Callable[[str], bool]) -> Iterator[OutputFolder]:
    """Open a folder to read it: locked, or as it stands where nothing may be written beside it.

    A folder is never changed but replaced whole: where it is the same folder before and after, what was read belongs
    together without a lock too.

    Args:
        directory: the folder, which need not exist.
        is_own: decides by its name whether a file is one that this package writes.

    Yields:
        The folder.

    Raises:
        FolderError: if the folder cannot be read, is none of this package, or was replaced while it was read unlocked.
    """
    path = Path(directory).resolve()
    if os.access(path.parent, os.W_OK):
        with lock_folder(path, is_own=is_own) as folder:
            yield folder
        return
    try:
        before = _identify(path)
        folder = OutputFolder(path, is_own)
        folder.refuse_other_things()
        yield folder
        after = _identify(path)
    except OSError as error:
        raise _build_error(path, "læses", "read", error) from None
    if before != after:
        raise FolderError(
            Text(
                f"en anden kørsel skrev i {path}, mens mappen blev læst: prøv igen",
                f"another run wrote in {path} while it was read: try again",
            )
        )


def _identify(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


def _build_error(path: Path, danish: str, english: str, error: OSError) -> FolderError:
    why = describe_system_error(error)
    return FolderError(Text(f"{path} kan ikke {danish} ({why.da})", f"{path} cannot be {english} ({why.en})"), error)
