using System.Text;

namespace Gatehouse.Protocols.Jose;

/// <summary>
/// Names of members from the outermost inwards, e.g. <c>realm_access</c>, <c>roles</c>; made once, when configuration is read. A
/// list of names rather than a dotted text, because names of claims may hold dots (RFC 7519 §4.2).
/// </summary>
public sealed class ClaimPath
{
    private readonly byte[][] _names;

    /// <summary>A path of at least one name.</summary>
    public ClaimPath(params IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfZero(names.Count);
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    }

    internal ReadOnlySpan<byte[]> Names => _names;

    /// <summary>The names, with <c>/</c> between them.</summary>
    public override string ToString() => string.Join('/', _names.Select(Encoding.UTF8.GetString));
}
