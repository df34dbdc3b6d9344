# What the trials share: they start services on loopback, stop what they started by its process id, and end with
# "N passed, M failed". Sourced, not run.
set -uo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d -t whichflush-trial.XXXXXX)
passed=0 failed=0
declare -A started=()
question='/v1/flush?old=0x400100080007c5&new=0x4000005003&level=2&bbm=2&address=0x8002000000'

# need PACKAGE...: Debian packages whose command has the same name.
need() {
    local package
    for package in "$@"; do
        command -v "$package" >/dev/null && continue
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$package" >/dev/null; } || exit 1
    done
}

# Unless NO_BUILD is set.
build_service() {
    [[ -n ${NO_BUILD:-} ]] && return
    dotnet build "$root/src/WhichFlush.Api" -c Release --nologo -v quiet || exit 1
}

# start_service NAME PORT ARGUMENT...: and waits until it is ready.
start_service() {
    local name=$1 port=$2 i
    shift 2
    dotnet "$root/src/WhichFlush.Api/bin/Release/net10.0/WhichFlush.Api.dll" --urls="http://127.0.0.1:$port" "$@" >>"$work/$name.log" 2>&1 &
    started[$name]=$!
    for i in $(seq 100); do
        curl -fsS --max-time 2 "http://127.0.0.1:$port/health/ready" >/dev/null 2>&1 && return
        sleep 0.2
    done
    echo "$name did not start"
    cat "$work/$name.log"
    exit 1
}

# stop NAME [SIGNAL]: and waits for it.
stop() {
    local pid=${started[$1]}
    kill -"${2:-TERM}" "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    unset "started[$1]"
}

rss_kib() {
    sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\).*/\1/p' "/proc/${started[$1]}/status"
}

# check WHAT COMMAND...: runs a command as one test.
check() {
    local what=$1
    shift
    if "$@"; then
        echo "passed: $what"
        passed=$((passed + 1))
    else
        echo "FAILED: $what"
        failed=$((failed + 1))
    fi
}

finish() {
    echo
    echo "$passed passed, $failed failed"
    [[ $failed -eq 0 && $passed -gt 0 ]]
    exit
}

clean() {
    local name
    for name in "${!started[@]}"; do
        kill -KILL "${started[$name]}" 2>/dev/null
    done
    wait 2>/dev/null
    rm -rf "$work"
}
trap clean EXIT
