namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>The curves of RFC 8037 §3.1: sizes from RFC 8032 §5, numbers (NID) from OpenSSL's <c>obj_mac.h</c>.</summary>
internal sealed record EdwardsCurve(string Name, string Oid, int Number, int KeyBytes, int SignatureBytes, JoseAlgorithm FullName)
{
    public static EdwardsCurve Ed25519 { get; } = new("Ed25519", "1.3.101.112", 1087, 32, 64, JoseAlgorithm.Ed25519);

    public static EdwardsCurve Ed448 { get; } = new("Ed448", "1.3.101.113", 1088, 57, 114, JoseAlgorithm.Ed448);

    // y-coordinates, little-endian, of the points whose order divides 8: 0, 1, the two of order 8, p − 1, and p and p + 1, which
    // are other spellings of 0 and 1. Such a key has signatures that fit every message.
    private static readonly byte[][] SmallOrder25519 =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05"),
        Convert.FromHexString("C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A"),
        Convert.FromHexString("ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
        Convert.FromHexString("EDFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
        Convert.FromHexString("EEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
    ];

    // The same of Ed448, where order divides 4: 0, 1, p − 1, p, p + 1; p is 2^448 − 2^224 − 1.
    private static readonly byte[][] SmallOrder448 =
    [
        new byte[57],
        [1, .. new byte[56]],
        Prime448(0xFE),
        Prime448(0xFF),
        [.. new byte[28], .. Filled(28, 0xFF), 0],
    ];

    public static EdwardsCurve? Find(ReadOnlySpan<byte> name) =>
        System.Text.Ascii.Equals(name, Ed25519.Name) ? Ed25519 : System.Text.Ascii.Equals(name, Ed448.Name) ? Ed448 : null;

    public static EdwardsCurve? FindOid(string oid) => oid == Ed25519.Oid ? Ed25519 : oid == Ed448.Oid ? Ed448 : null;

    /// <summary>Whether the encoded point, of the right length, is of small order; the sign of x does not matter.</summary>
    public bool IsSmallOrder(ReadOnlySpan<byte> point)
    {
        Span<byte> y = stackalloc byte[KeyBytes];
        point.CopyTo(y);
        y[^1] &= 0x7F;
        foreach (byte[] small in this == Ed25519 ? SmallOrder25519 : SmallOrder448)
        {
            if (y.SequenceEqual(small))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether y of the encoded point, of the right length, is below the field's prime (RFC 8032 §5.1.3, §5.2.3 step 1). OpenSSL does
    /// not ask for it with Ed25519: a key could be spelled in two ways.
    /// </summary>
    public bool IsCanonical(ReadOnlySpan<byte> point)
    {
        Span<byte> y = stackalloc byte[KeyBytes];
        point.CopyTo(y);
        y[^1] &= 0x7F;

        // Little-endian: the highest byte that differs decides.
        var prime = this == Ed25519 ? SmallOrder25519[5] : SmallOrder448[3];
        int i = y.Length - 1;
        while (i > 0 && y[i] == prime[i])
        {
            i--;
        }

        return y[i] < prime[i];
    }

    private static byte[] Prime448(byte lowest) => [lowest, .. Filled(27, 0xFF), 0xFE, .. Filled(27, 0xFF), 0];

    private static byte[] Filled(int count, byte value)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
