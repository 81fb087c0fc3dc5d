"""`python -m ocop.portal.management`: the command `ocop` where no script is installed."""

from ocop.portal.management.cli import main

main()
