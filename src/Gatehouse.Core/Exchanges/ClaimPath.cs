using System.Text;

namespace Gatehouse.Core.Exchanges;

/// <summary>Names of the members that lead to a claim, for example realm_access, roles. Made when a plugin is built.</summary>
public sealed class ClaimPath
{
    private readonly byte[][] _members;

    /// <param name="members">One name for each level; a name may contain dots (URLs do).</param>
    public ClaimPath(params IReadOnlyList<string> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfZero(members.Count);
        Members = members;
        _members = [.. members.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Members { get; }

    /// <summary>Number of levels, at least 1.</summary>
    public int Depth => _members.Length;

    /// <summary>Name at a level, from 0, in UTF-8.</summary>
    public ReadOnlySpan<byte> this[int level] => _members[level];

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', Members);
}
