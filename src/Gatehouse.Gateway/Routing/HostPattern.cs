using System.Text;

namespace Gatehouse.Gateway.Routing;

/// <summary>One entry of a route's <c>hosts</c>: exact, <c>*.suffix</c> or <c>prefix.*</c>, each with an optional port.</summary>
internal sealed class HostPattern
{
    private HostPattern(HostPatternKind kind, byte[] value, int port)
    {
        Kind = kind;
        Value = value;
        Port = port;
    }

    /// <summary>How <see cref="Value"/> is compared.</summary>
    public HostPatternKind Kind { get; }

    /// <summary>The host, the suffix with its dot, or the prefix with its dot.</summary>
    public byte[] Value { get; }

    /// <summary>The port the request must be for, −1 when any will do.</summary>
    public int Port { get; }

    /// <summary>Reads an entry; validation has seen it before.</summary>
    public static HostPattern Parse(string text, bool ignoreCase)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ignoreCase ? text.ToLowerInvariant() : text);
        var host = HostPort.Split(bytes, out int port);
        if (host.StartsWith((byte)'*'))
        {
            return new HostPattern(HostPatternKind.Suffix, host[1..].ToArray(), port);
        }

        return host.EndsWith((byte)'*')
            ? new HostPattern(HostPatternKind.Prefix, host[..^1].ToArray(), port)
            : new HostPattern(HostPatternKind.Exact, host.ToArray(), port);
    }

    /// <summary>Whether the entry takes that host and port.</summary>
    public bool Matches(ReadOnlySpan<byte> host, int port)
        => (Port < 0 || Port == port) && Kind switch
        {
            HostPatternKind.Exact => host.SequenceEqual(Value),
            HostPatternKind.Suffix => host.EndsWith(Value),
            _ => host.StartsWith(Value),
        };
}
