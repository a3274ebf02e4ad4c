namespace Gatehouse.Gateway.Observability;

/// <summary>Turns the value of <c>proxy_access_log</c> or a plugin's <c>path</c> into a target.</summary>
public static class LogTargets
{
    /// <summary>
    /// <c>/dev/stdout</c>, <c>/dev/stderr</c>, a file path (nginx's format name behind a blank is ignored), or null for <c>off</c>.
    /// </summary>
    public static ILogTarget? ForAccessLog(string setting)
    {
        string path = setting.Trim();
        int blank = path.IndexOf(' ', StringComparison.Ordinal);
        path = blank < 0 ? path : path[..blank];
        return path is "off" or "" ? null : ForPath(path);
    }

    /// <summary>The target of a path.</summary>
    public static ILogTarget ForPath(string path) => path switch
    {
        "/dev/stdout" => new StreamLogTarget(Console.OpenStandardOutput()),
        "/dev/stderr" => new StreamLogTarget(Console.OpenStandardError()),
        _ => new FileLogTarget(path),
    };
}
