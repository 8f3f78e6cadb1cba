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
  -timeout how long to wait for a connection, and the timeout of the session (10000 with a COMMAND, else 30000)
  COMMAND  such as: ls /brokers/ids, get /brokers/ids/0; without one the shell reads commands'

server=127.0.0.1:2181 timeout_ms='' options=()
while (($#)) && [[ $1 == -* ]]; do
  case $1 in
    -h | --help)
      printf '%s\n' "$usage"
      exit
      ;;
    -server | -timeout | -client-configuration)
      (($# > 1)) || die "$1 needs a value."$'\n'"$usage"
      case $1 in
        -server) server=$2 ;;
        -timeout) timeout_ms=$2 ;;
        *) options+=("$1" "$2") ;;
      esac
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
options+=(-server "$server")
[[ -z $timeout_ms ]] || options+=(-timeout "$timeout_ms")
(($#)) || run_in_foreground org.apache.zookeeper.ZooKeeperMain "${options[@]}"

# Nobody waits for half a minute, which is the default, to be told that there is no ZooKeeper.
: "${timeout_ms:=10000}"
options+=(-timeout "$timeout_ms" -waitforconnection)

# Before the result the shell prints where it connects and the first event of its watcher; both are left out.
# Waiting for the connection makes sure that they come first.
result_only() {
  awk '
    !started && (/^Connecting to / || /^$/ || /^WATCHER::$/) { next }
    !started && /^WatchedEvent state:[A-Za-z]+ type:None path:null/ { started = 1; next }
    { started = 1; print }'
}

# The only exception that leaves the shell is that it did not connect: one line instead of its stack.
plain_errors() {
  ANSWER="zk-cli.sh: no ZooKeeper answered at $server within $timeout_ms ms." awk '
    /^Exception in thread "main" .*ConnectionLoss/ { print ENVIRON["ANSWER"]; stack = 1; next }
    stack && (/^\t/ || /^Caused by: /) { next }
    { stack = 0; print }' >&2
}

{
  {
    "$java" "${jvm[@]}" org.apache.zookeeper.ZooKeeperMain "${options[@]}" "$@" 2>&3 | result_only >&4
  } 3>&1 | plain_errors
} 4>&1
