"""What a user can see of a program of his, and where a word lies on a disk.

usage: hygiene_look.py ways PID           names the ways into that process's memory, environment and files that are open
       hygiene_look.py word WORD FILE...  names the files that hold the word, as UTF-8, UTF-16 or UTF-32
"""
import ctypes
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
PTRACE_ATTACH, PTRACE_DETACH, PIDFD_OPEN, PIDFD_GETFD = 16, 17, 434, 438


class Span(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


def reads(path):
    try:
        with open(path, "rb", 0) as file:
            return len(file.read(1)) == 1
    except OSError:
        return False


def memory_file(pid):
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
            memory.seek(int(maps.readline().split("-")[0], 16))
            return len(memory.read(8)) == 8
    except OSError:
        return False


def process_vm(pid):
    """The rights are asked before the address, which nobody has here: EFAULT is a yes."""
    here = ctypes.create_string_buffer(8)
    local, remote = Span(ctypes.addressof(here), 8), Span(1 << 12, 8)
    got = LIBC.process_vm_readv(pid, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
    return got >= 0 or ctypes.get_errno() == errno.EFAULT


def traced(pid):
    if LIBC.ptrace(PTRACE_ATTACH, pid, None, None) != 0:
        return False
    os.waitpid(pid, 0x40000000)  # __WALL
    LIBC.ptrace(PTRACE_DETACH, pid, None, None)
    return True


def its_files(pid):
    try:
        return any(os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return False


def a_file_of_it(pid):
    handle = LIBC.syscall(PIDFD_OPEN, pid, 0)
    return handle >= 0 and LIBC.syscall(PIDFD_GETFD, handle, 0, 0) >= 0


def gcore(pid):
    if shutil.which("gcore") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["gcore", "-o", f"{folder}/core", str(pid)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=60, check=False)
        return bool(os.listdir(folder))


WAYS = {"environ": lambda pid: reads(f"/proc/{pid}/environ"), "maps": lambda pid: reads(f"/proc/{pid}/maps"),
        "mem": memory_file, "process_vm_readv": process_vm, "fd": its_files, "pidfd_getfd": a_file_of_it,
        "ptrace": traced, "gcore": gcore}


def word_in(path, forms):
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return False
    return any(form in data for form in forms)


def main(what, *rest):
    if what == "ways":
        for name, way in WAYS.items():
            if way(int(rest[0])):
                print(name, flush=True)
            time.sleep(0.05)
        return
    forms = [rest[0].encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")]
    for path in rest[1:]:
        if word_in(path, forms):
            print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
