#!/usr/bin/env bash
# Runs ZooKeeper and one broker, or several, in one process: for a first look and for development.
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

usage='usage: quickstart.sh [--brokers N] [--data DIR] [--port P] [--zookeeper-port P]

  --brokers         how many brokers (1)
  --data            the folder that keeps everything, found again by the next start (data/ beside scripts/)
  --port            the port of the first broker, the others follow (9092)
  --zookeeper-port  the port of ZooKeeper (2181)'

data=(--data "$home/data")
for argument in "$@"; do
  case $argument in
    -h | --help)
      printf '%s\n' "$usage"
      exit
      ;;
    --data | --data=*) data=() ;;
  esac
done
prepare_log_dir
prepare_jvm '-Xmx1g' logback.xml quickstart
run_in_foreground dev.paddock.broker.Quickstart ${data[@]+"${data[@]}"} "$@"
