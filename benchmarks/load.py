"""How fast the whole registry becomes archives, against COPY of the same rows into one table on the same server."""

from collections.abc import Iterator

from benchmarks import peer_table, world
from benchmarks.harness import Benchmark, Figure, Ground
from supervision.kernel.servers import addresses, postgres

PEER_DATABASE = "peer"


def run(ground: Ground) -> Iterator[Figure]:
    """Load everything into an empty installation, then let the peer copy the same rows."""
    settings = world.installation(ground, world.LARGE)
    files = world.source(ground, world.LARGE)
    csv = ground.settings.var / "registry.csv"
    with world.running(settings):
        world.emptied(settings)
        ours = world.load_registry(settings, files)
        rows = peer_table.write_csv(files, csv)
        server = addresses.postgres_server(settings)
        with server.connect() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {PEER_DATABASE}")
            postgres.create_database(connection, PEER_DATABASE)
        url = server.url(postgres.SUPERUSER, PEER_DATABASE)
        peer = peer_table.seconds(url, csv)
        with server.connect() as connection:
            connection.execute(f"DROP DATABASE {PEER_DATABASE}")
    csv.unlink()
    against = f"COPY of the same {rows:,} rows and their indexes, {peer:.0f} s"
    yield Figure("load.seconds", ours.seconds, "s", samples=ours.rows)
    yield Figure("load.rows_per_s", ours.rows / ours.seconds, "rows/s", samples=ours.rows)
    yield Figure("load.peak_mb", ours.peak_megabytes, "MB", "resident memory of the loader", ours.rows)
    yield Figure("load.copy_ratio", (ours.rows / ours.seconds) / (rows / peer), "", against, rows)


BENCHMARKS = (Benchmark("load", run, order=10),)
