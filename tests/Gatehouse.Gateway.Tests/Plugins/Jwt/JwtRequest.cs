using Gatehouse.Gateway.Tests.Exchanges;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>Requests with tokens in them.</summary>
internal static class JwtRequest
{
    /// <param name="target">Path and query.</param>
    /// <param name="headers">Field lines with | between them; null = none.</param>
    public static FakeExchange Of(string target, string? headers)
    {
        var exchange = new FakeExchange("GET", target);
        foreach (string line in headers?.Split('|') ?? [])
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            exchange.With(line[..colon], line[(colon + 2)..]);
        }

        return exchange;
    }
}
