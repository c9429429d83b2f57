"""Runs one command and writes what it took as JSON: wall, user and system seconds, peak memory, exit status.

A program of its own and a small one, because Linux counts the memory of the process that starts a command into the command's peak.
usage: python3 -I -S timed.py RESULT OUTPUT COMMAND...      (OUTPUT: file for the command's standard output)
"""

import os
import sys
import time


def main():
    result, output, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)])
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    with open(result, "w") as file:
        file.write(f'{{"wall": {wall:.6f}, "user": {usage.ru_utime:.6f}, "system": {usage.ru_stime:.6f}, '
                   f'"peak": {usage.ru_maxrss * 1024}, "status": {os.waitstatus_to_exitcode(status)}}}\n')


main()
