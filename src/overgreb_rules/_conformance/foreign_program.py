"""A program of somebody else that is asked over its standard input and answers on its standard output, line by line."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess  # the program is the one that the caller names
import sys
import threading
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from overgreb_rules.shared.text import Text

_LONGEST_LINE = 16 * 2**20
_LINES_AHEAD = 64


class ProgramFault(Exception):
    """What a program did in the place of an answer.

    Attributes:
        what: The fault, as a clause after «programmet» without a full stop.
    """

    def __init__(self, what: Text) -> None:
        """Keep the fault.

        Args:
            what: The fault.
        """
        super().__init__(what.en)
        self.what = what


class ForeignProgram:
    """A started program of somebody else, to be used in a `with`: at its end the program is stopped."""

    def __init__(self, command: Sequence[str], limit: float) -> None:
        """Start a program.

        Args:
            command: The program and its arguments.
            limit: How many seconds it has for each line.

        Raises:
            OSError: The program cannot be started.
        """
        self._limit = limit
        # A group of its own, so that what the program has started is stopped with it.
        self._process = subprocess.Popen(  # noqa: S603  # the program is the one that the caller names
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        self._lines: queue.Queue[bytes | None] = queue.Queue(_LINES_AHEAD)
        self._is_stopped = threading.Event()
        self._writer: threading.Thread | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_stopped.set()
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        # Something that left the group of the program can hold its output open.
        self._reader.join(1)
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()
        if self._writer is None:
            self._close_input()
        else:
            self._writer.join(1)

    def ask(self, lines: Iterable[str]) -> None:
        """Begin to write questions; the input of the program ends after the last one.

        Args:
            lines: The questions without line ends.
        """
        self._writer = threading.Thread(target=self._write, args=(list(lines),), daemon=True)
        self._writer.start()

    def read_line(self) -> bytes:
        """Read the next line of the program.

        Returns:
            The line with its end, where it has one.

        Raises:
            ProgramFault: The program ended, or wrote nothing in its time.
        """
        try:
            line = self._lines.get(timeout=self._limit)
        except queue.Empty:
            da, en = ("sekund", "second") if self._limit == 1 else ("sekunder", "seconds")
            raise ProgramFault(
                Text(f"svarede ikke inden for {self._limit:g} {da}", f"did not answer within {self._limit:g} {en}")
            ) from None
        if line is None:
            # The output can end before the program does.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(self._limit)
            self._lines.put(None)
            raise ProgramFault(self._describe_end())
        return line

    def read_rest(self) -> bytes | None:
        """Read what the program writes after its last answer, until it ends.

        Returns:
            The first line; None where the program ends without another one.

        Raises:
            ProgramFault: The program does not end in its time.
        """
        try:
            line = self._lines.get(timeout=self._limit)
        except queue.Empty:
            what = Text(
                "blev ved med at køre, efter at det sidste spørgsmål var stillet",
                "did not end when there were no more questions",
            )
            raise ProgramFault(what) from None
        return line

    def _describe_end(self) -> Text:
        code = self._process.poll()
        if code is None:
            return Text("lukkede sit output", "closed its output")
        if code < 0:
            return Text(f"blev stoppet af signal {-code}", f"was stopped by signal {-code}")
        return Text(f"sluttede med kode {code}", f"ended with code {code}")

    def _read(self) -> None:
        output = self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            while output is not None and (line := output.readline(_LONGEST_LINE)):
                self._put(line)
        self._put(None)

    def _put(self, line: bytes | None) -> None:
        while not self._is_stopped.is_set():
            with contextlib.suppress(queue.Full):
                self._lines.put(line, timeout=0.1)
                return

    def _write(self, lines: list[str]) -> None:
        target = self._process.stdin
        # A program that has ended reads no more; that is told when its answer is missing.
        with contextlib.suppress(OSError, ValueError):
            for line in lines:
                if target is not None:
                    target.write(line.encode() + b"\n")
                    target.flush()
        self._close_input()

    def _close_input(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.close()
