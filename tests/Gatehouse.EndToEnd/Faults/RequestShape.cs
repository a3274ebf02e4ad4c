using Gatehouse.TestKit.Clients;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>The ways a request is sent: without a body, with one in the same segment, with one in pieces.</summary>
internal static class RequestShape
{
    public static readonly string[] All = ["get", "post", "stream"];

    public static string Method(string shape) => shape == "get" ? "GET" : "POST";

    /// <summary>Sends all of it; an upstream that answers early may have closed meanwhile, which is not the client's failure.</summary>
    public static async Task SendAsync(RawClient client, string shape, string target)
    {
        if (shape == "get")
        {
            await client.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        else if (shape == "post")
        {
            await client.SendAsync($"POST {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
        }
        else
        {
            await client.SendAsync($"POST {target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            await client.SendAsync("4\r\nbody\r\n");
            await client.SendAsync("0\r\n\r\n");
        }
    }
}
