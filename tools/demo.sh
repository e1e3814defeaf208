#!/usr/bin/env bash
# The flagship, played to its end with its report, and live in a fresh folder until Ctrl-C.
# PORT: where the live application listens. SEED: of the finished play.
set -euo pipefail
cd "$(dirname "$0")/.."
port=${PORT:-8000} folder=out/demo pack=extended-deterrence
[ "$port" = 8000 ] || folder=$folder-$port # a second demo leaves the first one's files alone

if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "Port $port is in use, perhaps by another demo. Stop that one, or: make demo PORT=$((port + 1))" >&2
    exit 1
fi
rm -rf "$folder"
.venv/bin/whitecell play "$pack" --seed "${SEED:-7}" --out "$folder" | sed -n 1,2p
printf 'After-action report of this finished play: %s\n\n' "$PWD/$folder/aar.html"
exec .venv/bin/whitecell serve --pack "$pack" --database "$folder/exercises.db" --port "$port"
