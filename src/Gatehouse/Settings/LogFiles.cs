using Gatehouse.Posix;

namespace Gatehouse.Settings;

/// <summary>The log files of a node: whether they can be written, found out before anything is.</summary>
internal static class LogFiles
{
    // W_OK of access(2).
    private const int Writable = 2;

    /// <summary>What keeps the logs from being written, one line each with setting, path and remedy. Changes nothing.</summary>
    public static IReadOnlyList<string> Problems(NodeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Files(settings.Logs)
                .Select(f => (f.Setting, f.Path, Problem: Problem(f.Path, settings.Prefix)))
                .Where(static f => f.Problem is not null)
                .Select(static f => $"{f.Setting}: {f.Problem} (value: {f.Path})"),
        ];
    }

    /// <summary>
    /// The same, after the missing directories below the prefix have been made: the prefix is the node's own, and no other place is.
    /// </summary>
    public static IReadOnlyList<string> Prepare(NodeSettings settings)
    {
        if (Problems(settings) is { Count: > 0 } problems)
        {
            return problems;
        }

        foreach (var (setting, path) in Files(settings.Logs))
        {
            string directory = Path.GetDirectoryName(path)!;
            try
            {
                Make(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [$"{setting}: the directory {directory} cannot be made: {e.Message} (value: {path}); make it, or set prefix"];
            }
        }

        return [];
    }

    // As whoever else makes the prefix does: keys stand in it.
    private static void Make(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static IEnumerable<(string Setting, string Path)> Files(LogSettings logs)
    {
        foreach (var (setting, path) in new[]
        {
            ("proxy_access_log", logs.AccessLog), ("proxy_error_log", logs.ErrorLog), ("proxy_audit_log", logs.AuditLog),
        })
        {
            if (path is not null && Path.IsPathRooted(path) && !path.StartsWith("/dev/", StringComparison.Ordinal))
            {
                yield return (setting, path);
            }
        }
    }

    private static string? Problem(string path, string prefix)
    {
        if (Directory.Exists(path) || path.EndsWith('/'))
        {
            return "is a directory; name a file in it";
        }

        string directory = Path.GetDirectoryName(path)!;
        if (File.Exists(path))
        {
            return IsWritable(path) ? null : "cannot be written; let the user of the node write it, or name another file";
        }

        return !Directory.Exists(directory) ? IsBelow(directory, prefix) ? null : $"the directory {directory} does not exist; make it, or name another file"
            : IsWritable(directory) ? null
            : $"the directory {directory} cannot be written; let the user of the node write it, or name another file";
    }

    private static bool IsWritable(string path) => OperatingSystem.IsWindows() || Libc.Access(path, Writable) == 0;

    private static bool IsBelow(string directory, string prefix)
        => $"{directory}/".StartsWith($"{prefix.TrimEnd('/')}/", StringComparison.Ordinal);
}
