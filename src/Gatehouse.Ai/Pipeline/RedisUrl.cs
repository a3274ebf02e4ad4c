using System.Globalization;
using Gatehouse.Gateway.Redis;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Reads <c>redis[s]://[user:password@]host:port[/database]</c>.</summary>
internal static class RedisUrl
{
    /// <summary>The settings; null = none.</summary>
    public static RedisConfig? ConfigOf(Uri? url)
    {
        if (url is null)
        {
            return null;
        }

        string[] user = url.UserInfo.Split(':', 2);
        return new RedisConfig
        {
            EndPoints = [new RedisEndPoint(url.IdnHost, url.Port > 0 ? url.Port : 6379)],
            Username = user is [{ Length: > 0 } name, _] ? Uri.UnescapeDataString(name) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = int.TryParse(url.AbsolutePath.Trim('/'), NumberStyles.None, CultureInfo.InvariantCulture, out int database) ? database : 0,
            Ssl = url.Scheme == "rediss",
            SslVerify = url.Scheme == "rediss",
        };
    }
}
