using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>What an origin does wrong, by the name that the request's path carries: <c>/f/stall-head</c>.</summary>
internal static class Faulty
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    private static readonly Dictionary<string, Func<ScriptedConnection, Func<Task>, Task>> Scripts = new()
    {
        ["close"] = (_, _) => Task.CompletedTask,
        ["reset"] = (c, _) =>
        {
            c.Reset();
            return Task.CompletedTask;
        },
        ["half-head"] = (c, _) => c.SendAsync(Ok + "Content-Le"),
        ["garbage"] = (c, _) => c.SendAsync("\0\u0001\u00ffSSH-2.0 hello\r\n\r\n"),
        ["cl-and-te"] = (c, _) => c.SendAsync(Ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        ["two-lengths"] = (c, _) => c.SendAsync(Ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
        ["split-header"] = (c, _) => c.SendAsync(Ok + "X: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n"),
        ["unasked-101"] = (c, _) => c.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
        ["bad-chunk"] = (c, _) => c.SendAsync(Ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
        ["huge-head"] = (c, _) => c.SendAsync(Ok + "X-Huge: " + new string('h', 512 * 1024) + "\r\nContent-Length: 0\r\n\r\n"),
        ["stall-head"] = (c, _) => c.StallAsync(),
        ["stall-half-head"] = async (c, _) =>
        {
            await c.SendAsync(Ok + "Content-Le");
            await c.StallAsync();
        },
        ["many-1xx"] = async (c, _) =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                await c.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            }

            await c.StallAsync();
        },

        // The rest sends the first half, waits until the client has seen it, and fails then.
        ["late-bad-chunk"] = (c, seen) => HalfThenAsync(c, seen, "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", () => c.SendAsync("zz\r\nhello\r\n0\r\n\r\n")),
        ["late-close-chunked"] = (c, seen) => HalfThenAsync(c, seen, "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", () => Task.CompletedTask),
        ["late-close-length"] = (c, seen) => HalfThenAsync(c, seen, "Content-Length: 8\r\n\r\nhalf", () => Task.CompletedTask),
        ["late-reset-length"] = (c, seen) => HalfThenAsync(c, seen, "Content-Length: 8\r\n\r\nhalf", () => ResetAsync(c)),
        ["late-reset-chunked"] = (c, seen) => HalfThenAsync(c, seen, "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", () => ResetAsync(c)),
        ["late-reset-until-close"] = (c, seen) => HalfThenAsync(c, seen, "Connection: close\r\n\r\nhalf", () => ResetAsync(c)),
        ["late-stall"] = (c, seen) => HalfThenAsync(c, seen, "Content-Length: 8\r\n\r\nhalf", c.StallAsync),

        // These are odd but answers all the same.
        ["ok"] = (c, _) => c.SendOkAsync("whole"),
        ["too-much"] = (c, _) => c.SendAsync(Ok + "Content-Length: 5\r\n\r\nwholeHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nWRONG"),
        ["hints"] = (c, _) => c.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </b>\r\n\r\n" + Ok + "Content-Length: 5\r\n\r\nwhole"),
        ["trailers"] = (c, _) => c.SendAsync(Ok + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nwhole\r\n0\r\nX-Sum: 1\r\n\r\n"),
        ["until-close"] = (c, _) => c.SendAsync(Ok + "Connection: close\r\n\r\nwhole"),
        ["early"] = async (c, _) =>
        {
            await c.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole");
            await c.WaitUntilClosedAsync();
        },
    };

    /// <summary>Serves every connection by the path of each request; <paramref name="seen"/> waits for the client of that path.</summary>
    public static ScriptedOrigin Start(Func<string, Task> seen) => ScriptedOrigin.Start(async connection =>
    {
        // "early" must not wait for the body; all others read the request whole.
        while (await HeadReader.TryReadAsync(connection) is { } head)
        {
            string target = head.Split(' ')[1];
            string name = target.Split('?')[0].Split('/')[^1];
            if (name != "early")
            {
                await HeadReader.ReadBodyAsync(connection, head);
            }

            await Scripts[name](connection, () => seen(target));
            if (name is not ("ok" or "hints" or "trailers"))
            {
                return;
            }
        }
    });

    private static async Task HalfThenAsync(ScriptedConnection connection, Func<Task> seen, string half, Func<Task> then)
    {
        await connection.SendAsync(Ok + half);
        await Eventually.EndsAsync(seen(), "the client to see the first half");
        await then();
    }

    private static Task ResetAsync(ScriptedConnection connection)
    {
        connection.Reset();
        return Task.CompletedTask;
    }
}
