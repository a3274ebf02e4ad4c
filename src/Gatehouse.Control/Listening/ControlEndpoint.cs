using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Listening;

/// <summary>One path of a site. A method it has no handler for is answered 405.</summary>
internal sealed class ControlEndpoint
{
    public required string Path { get; init; }

    public Func<HttpContext, Task>? Get { get; init; }

    public Func<HttpContext, Task>? Post { get; init; }

    /// <summary>The value of <c>Allow</c>.</summary>
    public string Allow => (Get, Post) switch
    {
        (not null, not null) => "GET, HEAD, OPTIONS, POST",
        (not null, null) => "GET, HEAD, OPTIONS",
        _ => "OPTIONS, POST",
    };

    public Func<HttpContext, Task>? Find(string method) => method switch
    {
        "GET" or "HEAD" => Get,
        "POST" => Post,
        _ => null,
    };
}
