#!/usr/bin/env bash
# Which versions of which APIs each broker of a cluster serves.
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

prepare_jvm '-Xmx256m' logback-tools.xml tools
# It lives for a second: the quick compiler is enough.
jvm+=(-XX:TieredStopAtLevel=1)
run_in_foreground dev.paddock.tools.BrokerApiVersionsCommand "$@"
