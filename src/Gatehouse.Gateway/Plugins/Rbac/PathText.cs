using System.Buffers;
using System.Text;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>The path of a request as text, decoded when the first regular expression asks. Lives on the stack.</summary>
internal ref struct PathText(ReadOnlySpan<byte> path)
{
    private char[]? _rented;
    private int _length;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = path;

    /// <summary>Whether a rule takes the path.</summary>
    public bool Matches(PathRule rule)
    {
        if (!rule.IsRegex)
        {
            return rule.Matches(Bytes);
        }

        if (_rented is null)
        {
            _rented = ArrayPool<char>.Shared.Rent(Math.Max(Bytes.Length, 1));
            _length = Encoding.UTF8.GetChars(Bytes, _rented);
        }

        return rule.Matches(_rented.AsSpan(0, _length));
    }

    /// <summary>Gives memory back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
