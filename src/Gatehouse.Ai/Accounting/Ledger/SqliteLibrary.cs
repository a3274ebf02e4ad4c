using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>
/// Which SQLite is used: the system's, which its distribution keeps patched, before the one that comes with the package.
/// </summary>
internal static class SqliteLibrary
{
    private const string Bundled = "e_sqlite3";
    private const string System = "libsqlite3.so.0";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Makes it ready; harmless a second time.</summary>
    public static void Use() => _ = Loaded.Value;

    private static bool Load()
    {
        var assembly = typeof(SQLite3Provider_e_sqlite3).Assembly;
        try
        {
            NativeLibrary.SetDllImportResolver(assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // Somebody in this process has decided already.
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
        => name == Bundled && OperatingSystem.IsLinux() && NativeLibrary.TryLoad(System, out nint library) ? library : 0;
}
