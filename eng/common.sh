# Shared by the root scripts: where the repository is, a quiet dotnet, one way of saying things.
# Sourced, never run. After it the working directory is the repository root.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build servers outlive the script that started them; a script must leave nothing behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
# Debian keeps nginx and haproxy in sbin, which an ordinary user's PATH does not name.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

# The SDK writes into the home directory before it does anything else; a service account may have none that it can write.
if [[ -z ${DOTNET_CLI_HOME:-} && ! -w ${HOME:-/nonexistent} ]]; then
    DOTNET_CLI_HOME=${TMPDIR:-/tmp}/gatehouse-dotnet-$(id -u)
    # A directory that somebody else made there first is not trusted with what a build runs.
    mkdir -p -m 700 -- "$DOTNET_CLI_HOME" && [[ -O $DOTNET_CLI_HOME && ! -L $DOTNET_CLI_HOME ]] || DOTNET_CLI_HOME=$(mktemp -d)
    export DOTNET_CLI_HOME NUGET_PACKAGES=${NUGET_PACKAGES:-$DOTNET_CLI_HOME/packages}
fi

say() { printf '==> %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

require_dotnet() {
    command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: install it so that 'dotnet' is in PATH (global.json names the version)"
    local reason
    reason=$(dotnet --version 2>&1 >/dev/null) || die "'dotnet --version' failed, so nothing can be built; dotnet says:
${reason:-$(dotnet --version 2>&1 || true)}"
}
