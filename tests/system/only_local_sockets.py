"""Runs a command that the kernel ends when it asks for a socket to the outside: only_local_sockets.py COMMAND...

A filter of seccomp, which needs no rights, cannot be taken off again and holds for every process the command starts. It
ends the process at socket() of any family but AF_UNIX, and at io_uring, by which sockets can be made past socket().
"""

import ctypes
import os
import platform
import socket
import struct
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _KILL_PROCESS = 0x7FFF0000, 0x80000000
# Kind of machine as the kernel names it, number of socket(); io_uring_setup() has the same number on both.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP = 425
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def refuse() -> None:
    """From here on, for this process and all that it starts."""
    machine, make_socket = _MACHINES[platform.machine()]
    steps = [
        _step(_LOAD, _MACHINE),
        _step(_IF_EQUAL, machine, 0, 6),
        _step(_LOAD, _NUMBER),
        _step(_IF_EQUAL, _IO_URING_SETUP, 4, 0),
        _step(_IF_EQUAL, make_socket, 0, 2),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_IF_EQUAL, int(socket.AF_UNIX), 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _KILL_PROCESS),
    ]
    code = b"".join(steps)
    kernel = ctypes.CDLL(None, use_errno=True)
    done = kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    done = done and kernel.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(_Program(len(steps), code)), 0, 0) == 0
    if not done:
        raise OSError(ctypes.get_errno(), "no filter")


if __name__ == "__main__":
    refuse()
    os.execvp(sys.argv[1], sys.argv[1:])
