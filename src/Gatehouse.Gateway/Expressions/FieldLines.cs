using System.Text;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Expressions;

/// <summary>Finds lines of a header field for an expression.</summary>
internal static class FieldLines
{
    /// <summary>The line at an index among those of a name: a literal one is a <see cref="HeaderName"/>, any other is compared field by field.</summary>
    public static bool TryGet(HeaderMap headers, ExpressionKey key, int index, out ReadOnlySpan<byte> line)
    {
        line = default;
        var name = key.Prepared as HeaderName;
        foreach (var field in headers)
        {
            if ((name is null ? Ascii.EqualsIgnoreCase(field.Name, key.Text) : field.Is(name)) && index-- == 0)
            {
                line = field.Value;
                return true;
            }
        }

        return false;
    }
}
