# Shared by the root scripts: where the repository is, a quiet dotnet, one way of saying things.
# Sourced, never run. After it the working directory is the repository root.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build servers outlive the script that started them; a script must leave nothing behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
# Debian keeps nginx and haproxy in sbin, which an ordinary user's PATH does not name.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

say() { printf '==> %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

require_dotnet() {
    command -v dotnet >/dev/null || die "the .NET 10 SDK is missing: install it so that 'dotnet' is in PATH (global.json names the version)"
    dotnet --version >/dev/null || die "the installed .NET SDK does not satisfy global.json"
}
