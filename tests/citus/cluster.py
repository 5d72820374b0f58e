# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of its own in a temporary folder, reached by its socket only."""

import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")


def is_installed() -> bool:
    return (BIN / "initdb").is_file()


class Cluster:
    """initdb refuses to run as root: there it runs as the user postgres of the package."""

    def __init__(self) -> None:
        shared = pathlib.Path("/dev/shm")
        self.folder = pathlib.Path(tempfile.mkdtemp(
            prefix="yinxin-pg-", dir=shared if shared.is_dir() else None))
        self.prefix: list[str] = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.prefix = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"]
        self.data = self.folder / "data"
        self.run([BIN / "initdb", "-D", self.data, "-U", "yinxin", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync"])
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self.run([BIN / "pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options,
                  "start"])

    def run(self, command: list, text: str | None = None) -> str:
        done = subprocess.run([*self.prefix, *map(str, command)], cwd=self.folder, input=text,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")
        return done.stdout

    def sql(self, text: str, database: str = "postgres") -> list[list[str]]:
        """Runs a script, whole or not at all; the rows of its last statement. Raises what it says."""
        out = self.run([BIN / "psql", "-X", "-q", "-A", "-t", "-F", "|", "-v", "ON_ERROR_STOP=1",
                        "-1", "-h", self.folder, "-U", "yinxin", "-d", database, "-f", "-"], text)
        return [line.split("|") for line in out.splitlines() if line]

    def close(self) -> None:
        self.run([BIN / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"])
        shutil.rmtree(self.folder)
