using System.Numerics;

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
    /// Whether the encoded point, of the right length, is one of the curve's, in its only spelling (RFC 8032 §5.1.3, §5.2.3). OpenSSL
    /// finds that out with each signature only, and takes y beyond the field's prime for Ed25519.
    /// </summary>
    public bool HasPoint(ReadOnlySpan<byte> point)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        point.CopyTo(bytes);
        bytes[^1] &= 0x7F;
        var y = new BigInteger(bytes, isUnsigned: true);
        bool is25519 = this == Ed25519;
        var prime = is25519 ? BigInteger.Pow(2, 255) - 19 : BigInteger.Pow(2, 448) - BigInteger.Pow(2, 224) - 1;
        if (y >= prime)
        {
            return false;
        }

        // x² is a quotient of these two, and there is an x if their product is a square (Euler's criterion). d of Ed25519 is
        // −121665/121666, of Ed448 −39081.
        var square = y * y;
        var product = is25519 ? (square - 1) * ((121666 - (121665 * square)) * 121666) : (square - 1) * ((-39081 * square) - 1);
        product %= prime;
        return BigInteger.ModPow(product.Sign < 0 ? product + prime : product, (prime - 1) / 2, prime) <= 1;
    }

    private static byte[] Prime448(byte lowest) => [lowest, .. Filled(27, 0xFF), 0xFE, .. Filled(27, 0xFF), 0];

    private static byte[] Filled(int count, byte value)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
