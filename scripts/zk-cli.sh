#!/usr/bin/env bash
# ZooKeeper's own shell. With a command it runs that one, prints its result and exits with its code.
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

usage='usage: zk-cli.sh [-server HOST:PORT[/CHROOT]] [-timeout MS] [-r] [-client-configuration FILE] [COMMAND [ARGUMENT]...]

  -server  127.0.0.1:2181 when it is not given
  COMMAND  such as: ls /brokers/ids, get /brokers/ids/0; without one the shell reads commands'

options=() server=(-server 127.0.0.1:2181)
while (($#)) && [[ $1 == -* ]]; do
  case $1 in
    -h | --help)
      printf '%s\n' "$usage"
      exit
      ;;
    -server | -timeout | -client-configuration)
      (($# > 1)) || die "$1 needs a value."$'\n'"$usage"
      [[ $1 != -server ]] || server=()
      options+=("$1" "$2")
      shift 2
      ;;
    -r | -waitforconnection)
      options+=("$1")
      shift
      ;;
    *) die "unknown option $1."$'\n'"$usage" ;;
  esac
done

prepare_jvm '-Xmx256m' logback-tools.xml zk-cli
# It lives for a second: the quick compiler is enough.
jvm+=(-XX:TieredStopAtLevel=1)
shell=(org.apache.zookeeper.ZooKeeperMain ${server[@]+"${server[@]}"} ${options[@]+"${options[@]}"})
(($#)) || run_in_foreground "${shell[@]}"

# Before the result the shell prints where it connects and the first event of its watcher; both are left out here.
# Waiting for the connection makes sure that they come first.
"$java" "${jvm[@]}" "${shell[@]}" -waitforconnection "$@" |
  awk '
    !started && (/^Connecting to / || /^$/ || /^WATCHER::$/) { next }
    !started && /^WatchedEvent state:[A-Za-z]+ type:None path:null/ { started = 1; next }
    { started = 1; print }'
