using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>A named limit: what an upstream's field charges, in all of its windows.</summary>
internal sealed class ResponseLimit
{
    private readonly byte[] _name;

    /// <param name="name">The name, a token (RFC 9110 §5.6.2).</param>
    /// <param name="windows">Its windows, at least one.</param>
    public ResponseLimit(string name, IReadOnlyList<ResponseLimitWindow> windows)
    {
        _name = Encoding.ASCII.GetBytes(name);
        Windows = [.. windows];
        UpstreamHeader = new HeaderName($"X-RateLimit-Remaining-{name}");
        Exhausted = $"API rate limit exceeded for '{name}'";
    }

    /// <summary>The name as the upstream writes it, case and all.</summary>
    public ReadOnlySpan<byte> Name => _name;

    /// <summary>The windows, shortest first.</summary>
    public ResponseLimitWindow[] Windows { get; }

    /// <summary>Field that tells the upstream what is left.</summary>
    public HeaderName UpstreamHeader { get; }

    /// <summary>Kong's message of a refusal up front.</summary>
    public string Exhausted { get; }
}
