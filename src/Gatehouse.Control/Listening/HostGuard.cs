using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Listening;

/// <summary>
/// Keeps web pages off a server on a loopback address. A page can make a browser connect there in two ways: by a name of its
/// own that resolves to 127.0.0.1 (DNS rebinding: the Host header carries that name), or directly (cross-site request: the
/// Origin header carries the page's site). Both are refused; curl, deck and controllers send neither. On other addresses the
/// network decides who may come.
/// </summary>
/// <param name="allowedHosts">Further names; <c>*</c> switches the guard off.</param>
internal sealed class HostGuard(IReadOnlyList<string> allowedHosts)
{
    private readonly bool _isOff = allowedHosts.Contains("*");

    /// <summary>Why the request is refused, null when it is not.</summary>
    public string? Refuses(HttpContext context)
    {
        if (_isOff || context.Connection.LocalIpAddress is not { } local || !IPAddress.IsLoopback(local))
        {
            return null;
        }

        var host = context.Request.Host.Host;
        if (!IsTrusted(host) && !IPAddress.TryParse(host.Trim('[', ']'), out _))
        {
            return $"Host is not allowed on a loopback address; add it to admin_allowed_hosts";
        }

        foreach (var origin in context.Request.Headers.Origin)
        {
            if (!IsTrustedOrigin(origin))
            {
                return "Origin is not allowed on a loopback address; add its host to admin_allowed_hosts";
            }
        }

        return null;
    }

    private bool IsTrustedOrigin(string? origin)
        => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && (IsTrusted(uri.Host) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    private bool IsTrusted(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || allowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
