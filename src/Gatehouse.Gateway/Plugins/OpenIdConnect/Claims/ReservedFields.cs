using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>Fields that only the plugin may set towards the upstream: the client's own are removed from every request.</summary>
internal sealed class ReservedFields(IEnumerable<HeaderName> names)
{
    private readonly HeaderName[] _names = [.. names];

    /// <summary>Removes them, in every spelling.</summary>
    public void RemoveFrom(HeaderMap headers)
    {
        foreach (var name in _names)
        {
            headers.RemoveWhere(name, static (field, _, ours) => IsSpelling(field, ours.Bytes));
        }
    }

    // Some servers take an underscore for a dash.
    private static bool IsSpelling(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name)
    {
        if (field.Length != name.Length)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (Plain(field[i]) != Plain(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Plain(byte b) => b == '_' ? '-' : b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b;
}
