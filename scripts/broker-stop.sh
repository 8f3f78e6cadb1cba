#!/usr/bin/env bash
# Stops the brokers that were started from here, and waits until they are gone.
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

stop_all broker dev.paddock.broker.Main
