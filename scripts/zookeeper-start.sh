#!/usr/bin/env bash
# Starts a ZooKeeper server: in the foreground, or with -daemon in the background.
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

usage='usage: zookeeper-start.sh [-daemon] FILE

  FILE     the settings of ZooKeeper, such as conf/zookeeper.properties
  -daemon  return at once; the log is in LOG_DIR (logs/ beside scripts/) as zookeeper.log'

start_server zookeeper org.apache.zookeeper.server.quorum.QuorumPeerMain '-Xms32m -Xmx512m' logback-zookeeper.xml "$@"
