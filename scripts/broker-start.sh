#!/usr/bin/env bash
# Starts a broker: in the foreground, or with -daemon in the background.
set -euo pipefail

# A link to this script may lie anywhere: what it needs lies beside the script itself.
self=${BASH_SOURCE[0]}
while [[ -L $self ]]; do
  target=$(readlink "$self")
  [[ $target == /* ]] || target=$(dirname -- "$self")/$target
  self=$target
done
# shellcheck source=scripts/lib/common.sh
source "$(dirname -- "$self")/lib/common.sh"

usage='usage: broker-start.sh [-daemon] FILE [--override KEY=VALUE]...

  FILE        the settings, such as conf/server.properties
  -daemon     return at once; the log is in LOG_DIR (logs/ beside scripts/) as broker.log
  --override  a setting that wins over the one in FILE'

start_server broker dev.paddock.broker.Main '-Xmx1g' logback.xml "$@"
