# The test suite and the servers it needs; read by ./thidua test, whose functions and variables it uses.
# shellcheck shell=sh disable=SC2154

free_port() { python -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Where a PostgreSQL and a Redis for the tests are: those named, those that answer here, or none (empty).
find_servers() {
    database=${THIDUA_TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/thidua}
    redis=${THIDUA_TEST_REDIS_URL:-redis://127.0.0.1:6379/9}
    [ -n "${THIDUA_TEST_DATABASE_URL:-}" ] || python -c 'import psycopg
psycopg.connect("host=127.0.0.1 user=postgres dbname=postgres connect_timeout=2")' 2>/dev/null || database=
    python -c 'import redis, sys; redis.from_url(sys.argv[1]).ping()' "$redis" 2>/dev/null || redis=
}

# Private servers in a scratch folder for what was not found; they end with the script.
start_servers() {
    as_postgres=
    if [ -z "$database" ]; then
        port=$(free_port)
        [ "$(id -u)" != 0 ] || { chown postgres "$scratch"; as_postgres="runuser -u postgres --"; }
        server=$(find /usr/lib/postgresql -name bin | sort -V | tail -n 1)
        (cd "$scratch" && $as_postgres "$server/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
            $as_postgres "$server/pg_ctl" -D data -w -l log -o "-p $port -h 127.0.0.1 -k $scratch -F" start) >/dev/null
        database=postgres://postgres@127.0.0.1:$port/thidua
    fi
    if [ -z "$redis" ]; then
        port=$(free_port)
        redis-server --port "$port" --bind 127.0.0.1 --save "" --daemonize yes --pidfile "$scratch/redis.pid" >/dev/null
        redis=redis://127.0.0.1:$port/0
    fi
}

stop_servers() {
    [ ! -e "$scratch/data" ] || (cd "$scratch" && $as_postgres "$server/pg_ctl" -D data -s -m immediate stop) || true
    [ ! -e "$scratch/redis.pid" ] || kill "$(cat "$scratch/redis.pid")" || true
    rm -rf "$scratch"
}

# tests [pytest's arguments]: the whole suite on SQLite, then all but the browser's on PostgreSQL and Redis.
tests() {
    packages dev
    find_servers
    [ -n "$database" ] || need postgresql || exit 1
    [ -n "$redis" ] || need redis-server || exit 1
    # Without these the tests that need them are skipped and say so; on a CI machine nothing may be skipped.
    # shellcheck disable=SC2086 # several words
    need $pdf_libraries chromium libatomic1 || [ "${CI:-}" != true ] || exit 1
    scratch=$(mktemp -d)
    trap stop_servers EXIT
    trap 'exit 130' INT TERM
    start_servers
    # Two processes, file by file, so that fixtures of a file are made once; the longest first (tests/conftest.py).
    env -u DATABASE_URL -u REDIS_URL pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"
    DATABASE_URL=$database REDIS_URL=$redis pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore=tests/journeys "$@" || {
        status=$?
        [ "$status" = 5 ] && [ $# -gt 0 ] || exit "$status" # 5: the arguments named journeys only
    }
}
