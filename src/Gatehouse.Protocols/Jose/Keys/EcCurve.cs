using System.Security.Cryptography;

namespace Gatehouse.Protocols.Jose.Keys;

/// <summary>The curves of RFC 7518 §6.2.1.1; each belongs to one algorithm (§3.4).</summary>
internal sealed record EcCurve(string Name, string Oid, ECCurve Curve, int CoordinateBytes, JoseAlgorithm Algorithm, HashAlgorithmName Hash)
{
    private static readonly EcCurve[] All =
    [
        new("P-256", "1.2.840.10045.3.1.7", ECCurve.NamedCurves.nistP256, 32, JoseAlgorithm.ES256, HashAlgorithmName.SHA256),
        new("P-384", "1.3.132.0.34", ECCurve.NamedCurves.nistP384, 48, JoseAlgorithm.ES384, HashAlgorithmName.SHA384),
        new("P-521", "1.3.132.0.35", ECCurve.NamedCurves.nistP521, 66, JoseAlgorithm.ES512, HashAlgorithmName.SHA512),
    ];

    public static EcCurve? Find(ReadOnlySpan<byte> name)
    {
        foreach (var curve in All)
        {
            if (System.Text.Ascii.Equals(name, curve.Name))
            {
                return curve;
            }
        }

        return null;
    }

    public static EcCurve? FindOid(string? oid) => Array.Find(All, c => c.Oid == oid);
}
