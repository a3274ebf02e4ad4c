using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Tests.Routing;

/// <summary>A request in the terms of a test.</summary>
internal sealed record TestRequest(string Host = "x.test", string Path = "/")
{
    public string Method { get; init; } = "GET";

    public bool IsTls { get; init; }

    public string ServerName { get; init; } = "";

    public int ListenerPort { get; init; } = 8000;

    public string Query { get; init; } = "";

    public HeaderMap Headers { get; init; } = new();

    public TestRequest With(string name, string value)
    {
        Headers.Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        return this;
    }
}
