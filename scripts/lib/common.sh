# shellcheck shell=bash
# What every script shares: where Paddock lies, which Java runs it, how a JVM is started and found again.
# Sourced, never run. Sets: here, home, lib, java, java_version, and the array jvm.

usage='' # Each script gives its own.

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." >/dev/null && pwd -P)
home=${here%/*}
# Settings and logs belong to the copy that the script lies in, also when the jars lie below dist/target.
: "${LOG_DIR:=$home/logs}"
export LOG_DIR

# The major version in $1/release, written by every JDK since 9 and by most of 8; read without starting a JVM.
version_in_release_file() {
  [[ -r $1/release ]] || return 1
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' "$1/release"
}

version_that_java_prints() {
  "$java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p'
}

# $1 with every symbolic link in its last part followed.
resolve() {
  local path=$1 target
  while [[ -L $path ]]; do
    target=$(readlink "$path")
    [[ $target == /* ]] || target=$(dirname -- "$path")/$target
    path=$target
  done
  printf '%s\n' "$path"
}

find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || die "JAVA_HOME is $JAVA_HOME, but $java is not a program." \
      "Point JAVA_HOME at a Java 17 or newer, or unset it to use the java on the PATH."
  else
    java=$(command -v java) || die "no Java found: JAVA_HOME is not set and there is no java on the PATH." \
      "Install Java 17 or newer."
  fi
  java_version=$(version_in_release_file "$(dirname -- "$(dirname -- "$(resolve "$java")")")") || true
  [[ -n $java_version ]] || java_version=$(version_that_java_prints) || true
  [[ -n $java_version ]] || die "$java does not tell its version. Java 17 or newer is needed."
  ((java_version >= 17)) || die "$java is Java $java_version, and Java 17 or newer is needed." \
    "Set JAVA_HOME to a newer one."
}

built_lib() {
  local broker
  for broker in "$home"/dist/target/paddock-*/lib/paddock-broker-core-*.jar; do
    [[ -f $broker ]] && dirname -- "$broker" && return
  done
  return 1
}

build() {
  command -v mvn >/dev/null || die "the jars are not built yet, and there is no mvn on the PATH." \
    "Install Maven 3.8 or newer, or use an unpacked distribution."
  printf '%s: building Paddock first: mvn -B -q -DskipTests -Dquick package\n' "${0##*/}" >&2
  (cd "$home" && mvn -B -q -DskipTests -Dquick package) >&2 || die "the build failed, see above."
}

# A distribution has lib/ beside scripts/; a source checkout has it below dist/target, once it is built.
find_lib() {
  lib=$home/lib
  [[ -f $home/pom.xml ]] || return 0
  lib=$(built_lib) && return
  # Two scripts started at once must not build into one folder; where there is no flock they have to take turns.
  if command -v flock >/dev/null; then
    (flock 9 && { built_lib >/dev/null || build; }) 9<"$home/pom.xml" || exit 1
  else
    build
  fi
  lib=$(built_lib) || die "the build left no jars below $home/dist/target."
}

# Appends to jvm the words of $1, which are separated by white space.
add_words() {
  local words
  IFS=$' \t\n' read -r -d '' -a words <<<"$1" || true
  jvm+=(${words[@]+"${words[@]}"})
}

# prepare_jvm HEAP LOGBACK_FILE LOG_NAME: fills jvm with all that comes before the main class.
prepare_jvm() {
  find_java
  find_lib
  jvm=()
  # A broker keeps its bytes outside of the heap: the collector with the smallest footprint is enough.
  [[ ${PADDOCK_JVM_OPTS:-} == *-XX:+Use*GC* ]] || jvm+=(-XX:+UseSerialGC)
  # The path of a request is long: inlined whole, as the compiler likes to, it is compiled a dozen times over, once from each of
  # its frames, and that costs more processor time in the first minutes than the requests do. Smaller pieces run as fast.
  jvm+=(-XX:FreqInlineSize=80 -XX:InlineSmallCode=500)
  jvm+=(-XX:Tier4InvocationThreshold=10000 -XX:Tier4MinInvocationThreshold=1200 -XX:Tier4CompileThreshold=30000)
  # No full collection in the middle of the start, only because classes are loaded.
  jvm+=(-XX:MetaspaceSize=48m)
  # A small first heap keeps an idle broker small, also where PADDOCK_HEAP_OPTS names only the largest.
  jvm+=(-Xms24m -Xshare:auto -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true)
  # Netty's flight recorder events would load that recorder at every start.
  jvm+=(-Dio.netty.jfr.enabled=false)
  # From Java 24 on the JVM warns about Netty's native code and Unsafe unless it is told that both are meant.
  ((java_version < 24)) || jvm+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  add_words "${PADDOCK_HEAP_OPTS:-$1}"
  add_words "${PADDOCK_JVM_OPTS:-}"
  jvm+=("-Dlogback.configurationFile=${PADDOCK_LOGBACK_CONFIG:-$home/conf/$2}" "-Dpaddock.log.name=$3")
  jvm+=("-Dpaddock.home=$home" -cp "$lib/*")
}

prepare_log_dir() {
  mkdir -p -- "$LOG_DIR" 2>/dev/null || die "cannot create the folder of logs $LOG_DIR. Set LOG_DIR to one that can be written."
}

# run_in_foreground MAIN ARGS...: the JVM takes the place of the script, so that pid and signals are its own.
run_in_foreground() {
  exec "$java" "${jvm[@]}" "$@"
}

# run_as_daemon NAME MAIN ARGS...: returns at once. The log file has everything, so the console says nothing.
# There is no pid file: the stop script finds the process itself, and a file could be stale.
run_as_daemon() {
  local name=$1 out=$LOG_DIR/$1.out
  shift
  nohup "$java" -Dpaddock.console.level=OFF "${jvm[@]}" "$@" </dev/null >>"$out" 2>&1 &
  printf '%s started as process %s, logs in %s\n' "$name" "$!" "$LOG_DIR"
}

# start_server NAME MAIN HEAP LOGBACK_FILE [-daemon] FILE ARGS...; what stands after FILE goes to MAIN.
start_server() {
  local name=$1 main=$2 heap=$3 logback=$4 daemon=false
  shift 4
  while (($#)); do
    case $1 in
      -daemon) daemon=true ;;
      -h | --help)
        printf '%s\n' "$usage"
        exit
        ;;
      -*) die "unknown option $1."$'\n'"$usage" ;;
      *) break ;;
    esac
    shift
  done
  (($#)) || die "the file of settings is missing."$'\n'"$usage"
  [[ -f $1 && -r $1 ]] || die "cannot read the file of settings $1."
  # ZooKeeper would take two arguments for a port and a folder.
  [[ $name == broker || $# == 1 ]] || die "unexpected $2 after the file of settings."$'\n'"$usage"
  prepare_log_dir
  prepare_jvm "$heap" "$logback" "$name"
  if $daemon; then
    run_as_daemon "$name" "$main" "$@"
  else
    run_in_foreground "$main" "$@"
  fi
}

# The pids of the JVMs that were started from this home with the main class $1.
pids_of() {
  local main=$1 file
  if [[ -r /proc/self/cmdline ]]; then
    # A process that ends meanwhile is no error.
    { grep -lzxF -e "-Dpaddock.home=$home" /proc/[0-9]*/cmdline 2>/dev/null || true; } | while IFS= read -r file; do
      if grep -qzxF -e "$main" "$file" 2>/dev/null; then
        file=${file#/proc/}
        printf '%s\n' "${file%/cmdline}"
      fi
    done
  else
    ps -axww -o pid= -o command= |
      MARK="-Dpaddock.home=$home -cp" MAIN=" $main " \
        awk 'index($0, ENVIRON["MARK"]) && index($0 " ", ENVIRON["MAIN"]) { print $1 }'
  fi
}

# stop_all NAME MAIN: SIGTERM, then waits until they are gone, at most PADDOCK_STOP_TIMEOUT_S seconds.
stop_all() {
  local name=$1 main=$2 pid left pids=()
  while IFS= read -r pid; do
    pids+=("$pid")
  done < <(pids_of "$main")
  ((${#pids[@]})) || die "no $name to stop: none runs that was started from $home."
  for pid in "${pids[@]}"; do
    # It may have ended by itself meanwhile.
    kill -s TERM "$pid" 2>/dev/null || ! pids_of "$main" | grep -qx "$pid" ||
      die "may not stop $name, process $pid. It belongs to another user."
  done
  local deadline=$((SECONDS + ${PADDOCK_STOP_TIMEOUT_S:-60}))
  while left=$(pids_of "$main") && [[ -n $left ]]; do
    ((SECONDS < deadline)) || die "$name still runs after ${PADDOCK_STOP_TIMEOUT_S:-60} s, process ${left//$'\n'/ }."
    sleep 0.1
  done
}
