using Npgsql;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Reads <c>postgres://user:password@host:port/database?sslmode=require</c>.</summary>
internal static class PostgresUrl
{
    /// <summary>A connection string; what is no such URL is taken for one already.</summary>
    public static string ConnectionStringOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("postgres" or "postgresql"))
        {
            return url;
        }

        string[] user = parsed.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = parsed.Host,
            Port = parsed.Port > 0 ? parsed.Port : 5432,
            Database = parsed.AbsolutePath.Trim('/') is { Length: > 0 } database ? Uri.UnescapeDataString(database) : "gatehouse",
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "gatehouse",
        };
        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        if (parsed.Query.Contains("sslmode=", StringComparison.Ordinal))
        {
            builder.SslMode = parsed.Query.Contains("sslmode=verify", StringComparison.Ordinal) ? SslMode.VerifyFull
                : parsed.Query.Contains("sslmode=disable", StringComparison.Ordinal) ? SslMode.Disable
                : SslMode.Require;
        }

        return builder.ConnectionString;
    }
}
