using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Listening;

/// <summary>One path of a site. A method it has no handler for is answered 405.</summary>
internal sealed class ControlEndpoint
{
    public required string Path { get; init; }

    public Func<HttpContext, Task>? Get { get; init; }

    public Func<HttpContext, Task>? Post { get; init; }

    public Func<HttpContext, Task>? Put { get; init; }

    public Func<HttpContext, Task>? Delete { get; init; }

    /// <summary>Whether it also answers for paths below its own, and makes of the rest what it likes.</summary>
    public bool OwnsSubpaths { get; init; }

    /// <summary>Which of these paths, its own among them, it answers for; null = all.</summary>
    public Func<string, bool>? Claims { get; init; }

    /// <summary>The value of <c>Allow</c>.</summary>
    public string Allow
        => $"{(Delete is null ? "" : "DELETE, ")}{(Get is null ? "" : "GET, HEAD, ")}OPTIONS{(Post is null ? "" : ", POST")}{(Put is null ? "" : ", PUT")}";

    public Func<HttpContext, Task>? Find(string method) => method switch
    {
        "GET" or "HEAD" => Get,
        "POST" => Post,
        "PUT" => Put,
        "DELETE" => Delete,
        _ => null,
    };
}
