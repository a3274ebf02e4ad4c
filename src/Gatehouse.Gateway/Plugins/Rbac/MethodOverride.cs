using System.Buffers;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>Fields by which a client asks a web framework to take a request for one of another method.</summary>
internal static class MethodOverride
{
    /// <summary>Longest method that is looked at, bytes.</summary>
    public const int MaxLength = 32;

    private static readonly HeaderName[] Names = [new("X-HTTP-Method-Override"), new("X-HTTP-Method"), new("X-Method-Override")];

    /// <summary>Whether a field is one of them.</summary>
    public static bool Is(in HeaderMap.Field field)
    {
        foreach (var name in Names)
        {
            if (field.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The method as frameworks read it, without blanks and in upper case; false for what cannot be a method.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, Span<byte> upper, out int length)
    {
        var text = value.Trim(" \t"u8);
        return Ascii.ToUpper(text, upper, out length) == OperationStatus.Done && length > 0;
    }
}
