using System.Text;

namespace Gatehouse.Gateway.Routing;

/// <summary>The <c>methods</c> of a route; case-sensitive. Registered methods are bits, others are compared.</summary>
internal sealed class MethodSet
{
    private readonly uint _registered;
    private readonly byte[][] _others;

    private MethodSet(IReadOnlyList<string> methods)
    {
        var others = new List<byte[]>();
        foreach (string method in methods)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(method);
            uint bit = BitOf(bytes);
            _registered |= bit;
            if (bit == 0)
            {
                others.Add(bytes);
            }
        }

        _others = [.. others];
    }

    /// <summary>Compiles; null when the route has no methods.</summary>
    public static MethodSet? From(IReadOnlyList<string>? methods) => methods is null or { Count: 0 } ? null : new MethodSet(methods);

    /// <summary>The bit of a registered method, 0 for any other.</summary>
    public static uint BitOf(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 when method.SequenceEqual("GET"u8) => 1,
        3 when method.SequenceEqual("PUT"u8) => 2,
        4 when method.SequenceEqual("POST"u8) => 4,
        4 when method.SequenceEqual("HEAD"u8) => 8,
        5 when method.SequenceEqual("PATCH"u8) => 16,
        5 when method.SequenceEqual("TRACE"u8) => 32,
        6 when method.SequenceEqual("DELETE"u8) => 64,
        7 when method.SequenceEqual("OPTIONS"u8) => 128,
        7 when method.SequenceEqual("CONNECT"u8) => 256,
        _ => 0,
    };

    /// <summary>Whether the method is in the set.</summary>
    public bool Contains(ReadOnlySpan<byte> method, uint bit)
    {
        if (bit != 0)
        {
            return (_registered & bit) != 0;
        }

        foreach (byte[] other in _others)
        {
            if (method.SequenceEqual(other))
            {
                return true;
            }
        }

        return false;
    }
}
