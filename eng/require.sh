# require_commands COMMAND:PACKAGE… installs with apt the packages whose command is missing, and nothing else.
# Sourced after common.sh. Touches neither network nor apt when every command is there.

require_commands() {
    local need packages=()
    for need in "$@"; do
        command -v "${need%%:*}" >/dev/null || packages+=("${need#*:}")
    done
    if (( ${#packages[@]} == 0 )); then
        return 0
    fi

    command -v apt-get >/dev/null || die "missing packages (${packages[*]}) and no apt-get to install them"
    local as_root=()
    if (( EUID != 0 )); then
        command -v sudo >/dev/null || die "missing packages (${packages[*]}): run as root once, or install sudo"
        as_root=(sudo)
    fi

    say "installing with apt: ${packages[*]}"
    "${as_root[@]}" apt-get update -qq
    # RUNLEVEL=1 keeps maintainer scripts from starting the daemons where there is no systemd.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null

    # Only what was installed just now is stopped: a server that was here before is somebody's.
    local package
    for package in "${packages[@]}"; do
        case $package in
            nginx|haproxy|postgresql|redis-server) stop_distribution_service "$package" ;;
        esac
    done
    for need in "$@"; do
        command -v "${need%%:*}" >/dev/null || die "'${need%%:*}' is still missing after installing ${need#*:}"
    done
}

# require_node_modules FOLDER… installs what a package-lock.json names, where that has not been done since the lock last changed.
require_node_modules() {
    local folder
    for folder in "$@"; do
        if cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock"; then continue; fi
        say "installing node modules of $folder"
        npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error >/dev/null \
            || die "npm ci failed in $folder: is there a package registry?"
        cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock"
    done
}

# The packages start a server on a well-known port; tests and benchmarks start their own on free ports.
stop_distribution_service() {
    if [[ -d /run/systemd/system ]]; then
        "${as_root[@]}" systemctl disable --now "$1" >/dev/null 2>&1 || true
    elif [[ -x /etc/init.d/$1 ]]; then
        "${as_root[@]}" "/etc/init.d/$1" stop >/dev/null 2>&1 || true
    fi
}
