namespace Gatehouse.Net.Tests.Http1;

/// <summary>The shortest request, and what <see cref="TestApplication"/> answers to it.</summary>
internal static class PlainExchange
{
    public const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    public const string Ok = "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 2\r\n\r\nok";
    public const string OkClose = "HTTP/1.1 200 OK\r\nDate: today\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
}
