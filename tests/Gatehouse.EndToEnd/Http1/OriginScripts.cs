using Gatehouse.TestKit.Origins;

namespace Gatehouse.EndToEnd.Http1;

/// <summary>Answers of an origin, chosen by the last segment of the path.</summary>
internal static class OriginScripts
{
    public static async Task ServeAsync(ScriptedConnection connection)
    {
        while (await connection.Reader.TryReadRequestAsync(connection.Stopped) is { } request)
        {
            switch (request.Target.Split('?')[0].TrimStart('/'))
            {
                case "no-content":
                    await connection.SendAsync("HTTP/1.1 204 No Content\r\nX-From: origin\r\n\r\n");
                    break;
                case "not-modified":
                    await connection.SendAsync("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\n");
                    break;
                case "chunked":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n");
                    break;
                case "close-delimited":
                    await connection.SendAsync("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                    return;
                case "early-hints":
                    await connection.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
                    await connection.SendOkAsync("after hints");
                    break;
                case "long-head":
                    await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {(request.Method == "HEAD" ? 1234 : 2)}\r\n\r\n{(request.Method == "HEAD" ? "" : "ok")}");
                    break;
                case "both-framings":
                    await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
                    return;
                case "garbage":
                    await connection.SendAsync("this is not HTTP\r\n\r\n");
                    return;
                case "refuses-upgrade":
                    await connection.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno");
                    break;
                case "bare-101":
                    await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\n\r\n");
                    return;
                case "unnamed-101":
                    await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n");
                    return;
                case "other-101":
                    await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n");
                    return;
                case "ignores-upgrade":
                    await connection.SendOkAsync("plain");
                    break;
                default:
                    await connection.SendAsync($"HTTP/1.1 200 OK\r\nX-Target: {request.Target}\r\nContent-Length: 7\r\n\r\ndefault");
                    break;
            }
        }
    }
}
