#!/usr/bin/env bash
# Print the path of a Chromium for the browser tests; exit 1 if there is none.
# With --install, first try to get one with apt-get, as root or by a sudo that asks nothing.
set -u

find_browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return
    done
    return 1
}

find_browser && exit
[ "${1:-}" = --install ] || exit 1

sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo -n)
if command -v apt-get >/dev/null && "${sudo[@]}" true 2>/dev/null; then
    echo "browser: no Chromium found; installing it with apt-get" >&2
    get=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20)
    { "${get[@]}" update && "${get[@]}" install -y --no-install-recommends chromium; } >/dev/null
    find_browser && exit
fi
cat >&2 <<'END'
*** browser: NO CHROMIUM. The browser tests will be SKIPPED.
*** On Debian: apt-get install chromium
END
exit 1
